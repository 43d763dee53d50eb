import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'

/** What came of several pieces of work: the first error, where there was one, and what was done all the same. */
export interface Streamed<P, A> {
  readonly failed: EffectError | undefined
  readonly done: readonly { readonly piece: P; readonly answer: A }[]
}

/** Works on pieces, so many at once. After an error no other piece is begun; those that are out are waited for. */
export const streamed = async <P, A>(
  pieces: Iterable<P>,
  streams: number,
  work: (piece: P) => Promise<Either<EffectError, A>>,
): Promise<Streamed<P, A>> => {
  const left = pieces[Symbol.iterator]()
  const done: { readonly piece: P; readonly answer: A }[] = []
  let failed: EffectError | undefined
  const stream = async (): Promise<void> => {
    for (let next = left.next(); next.done !== true && failed === undefined; next = left.next()) {
      const outcome = await work(next.value)
      if (E.isLeft(outcome)) failed ??= outcome.left
      else done.push({ piece: next.value, answer: outcome.right })
      if (failed !== undefined) return
    }
  }
  await Promise.all(Array.from({ length: streams }, stream))
  return { failed, done }
}
