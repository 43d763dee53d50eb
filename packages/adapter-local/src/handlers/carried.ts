import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EffectError } from '@chorale/core/fault'

/** A handler that does nothing before its task is run, and then all at once: the driver is synchronous. */
export const carried =
  <F, A>(carryOut: (effect: F) => Either<EffectError, A>) =>
  (effect: F): TaskEither<EffectError, A> =>
  () =>
    Promise.resolve(carryOut(effect))
