import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Context, Interpreter, ResultOf } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import type { Point, VectorEffect } from '@chorale/core/ports/vector'

/** What an effect says beside its tag, its key and its collection. */
type Given<F> = Omit<F, '_tag' | 'key' | 'collection'>
type Of<T extends VectorEffect['_tag']> = Extract<VectorEffect, { readonly _tag: T }>

/** Nobody ends it. */
export const context: Context = { run: 'r', attempt: 1, signal: new AbortController().signal }

/** A store spoken to in short, about one collection. */
export const said =
  (store: Interpreter<VectorEffect>, collection = 'c', within: Context = context) =>
  <T extends VectorEffect['_tag']>(tag: T, given: Given<Of<T>>): Promise<Either<EffectError, ResultOf<Of<T>>>> => {
    // Casts at the seam: the handler under a tag takes the effect of that tag.
    const effect = { _tag: tag, key: 'k', collection, ...given } as unknown as Of<T>
    const handler = store[tag] as unknown as (
      effect: Of<T>,
      context: Context,
    ) => () => Promise<Either<EffectError, ResultOf<Of<T>>>>
    return handler(effect, within)()
  }

/** The right side; a left one fails the test with its words. */
export const right = <A>(outcome: Either<EffectError, A>): A => {
  if (E.isLeft(outcome)) throw new Error(`${outcome.left._tag}: ${outcome.left.doing}: ${outcome.left.because}`)
  return outcome.right
}

/** A point with two components. */
export const point = (id: string, payload: Point['payload'] = {}, vector: readonly number[] = [1, 0]): Point => ({
  ...{ id, vector, payload },
})
