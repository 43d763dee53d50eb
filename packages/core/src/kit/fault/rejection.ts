import type { Either } from 'fp-ts/lib/Either.js'

interface Tagged {
  readonly _tag: string
  readonly doing: string
  readonly because: string
  readonly next: string
}

/**
 * The Promise face of an expected failure: resolves with the right side, rejects with an `Error` that carries every field of the
 * left side (`_tag` included), so that `catch` can branch on the same tag as a host that speaks Either. Architecture 6.
 */
export const orReject = async <E extends Tagged, A>(outcome: PromiseLike<Either<E, A>>): Promise<A> => {
  const settled = await outcome
  if (settled._tag === 'Right') return settled.right
  const { _tag, ...fields } = settled.left
  const message = `${fields.doing}: ${fields.because}. ${fields.next}`
  return Promise.reject(Object.assign(new Error(message), { name: _tag }, fields, { _tag }))
}
