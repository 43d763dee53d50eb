import type { Either } from 'fp-ts/lib/Either.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EffectError } from '../fault/index.js'
import type { Effect, ResultOf } from './effect.js'

/** What a handler knows beside the effect. None of it may change the answer. */
export interface Context {
  /** The run on whose behalf the effect is carried out. */
  readonly run: string
  /** 1 for the first try. */
  readonly attempt: number
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /**
   * Tells a part of the outcome before it is there: the effect's `Partial`, as often as there is one, until the handler settles; what comes later,
   * or after the signal, is not heard. Missing where nobody listens: for effects that tell nothing, and in `many`. It never throws. What was
   * told must not be changed afterwards; in a journaled run a part that JSON cannot hold is dropped with all after it, and the effect ends as a
   * `Defect`. After a retry or a resume the parts come again from the first. The outcome stands without them, and one that is taken over from
   * a cache, a tape or another run comes without any.
   */
  readonly tell?: (partial: unknown) => void
}

/** Carries out one kind of effect. It answers with an EffectError where it fails; it does not throw. */
export interface Handler<E extends Effect> {
  (effect: E, context: Context): TaskEither<EffectError, ResultOf<E>>
  /** Carries out several effects in one go: one outcome for each, in their order. The runner uses it where it exists. */
  readonly many?: (effects: readonly E[], context: Context) => Task<readonly Either<EffectError, ResultOf<E>>[]>
}

/** One handler for every tag of E. */
export type Interpreter<E extends Effect> = { readonly [T in E['_tag']]: Handler<Extract<E, { readonly _tag: T }>> }

/** What an interpreter must be to carry a program of effects E; where it is not, a type whose text says which tag is wrong. */
export type Covers<I, E extends Effect> = [Exclude<E['_tag'], keyof I>] extends [never]
  ? [WrongTags<I, E>] extends [never]
    ? unknown
    : { readonly [K in `the handler for ${WrongTags<I, E>} answers with the wrong type`]: never }
  : { readonly [K in `no handler for ${Exclude<E['_tag'], keyof I>}`]: never }

/** The tags of E whose handler in I does not fit. */
type WrongTags<I, E extends Effect> = {
  readonly [T in E['_tag']]: T extends keyof I
    ? I[T] extends Handler<Extract<E, { readonly _tag: T }>>
      ? never
      : T
    : never
}[E['_tag']]

/** Two records as one; what both hold comes from the second. */
export type Merged<A, B> = Omit<A, keyof B> & B

/** One interpreter out of several; where two handle the same tag, the later one does. */
export const combine = <A extends object, B extends object, C extends object = object>(
  a: A,
  b: B,
  c?: C,
): Merged<Merged<A, B>, C> =>
  // A cast in a constructor: spreading is what the type says, member by member.
  ({ ...a, ...b, ...c }) as unknown as Merged<Merged<A, B>, C>
