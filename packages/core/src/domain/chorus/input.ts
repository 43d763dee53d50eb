import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../kit/base/index.js'
import type { EffectError } from '../../kit/fault/index.js'
import type { LoopLimits } from './model.js'
import type { Origin } from './state/state.js'

/** All that can happen to a loop. Spec chorus 2. */
export type ChorusInput = StartInput | SettledInput | DeltaInput | RetryInput | CancelInput | DeadlineInput

/** A loop begins. */
export interface StartInput {
  readonly _tag: 'start'
  readonly loopId: string
  readonly prompt: string
  readonly origin: Origin
  readonly limits?: Partial<LoopLimits>
  readonly now: Instant
}

/** How an effect ended. What it holds is checked against the effect that was issued under the key. */
export interface SettledInput {
  readonly _tag: 'settled'
  readonly key: string
  readonly outcome: Either<EffectError, unknown>
  readonly now: Instant
}

/** A piece of a text that is being written; `from` is the number of characters before it. */
export interface DeltaInput {
  readonly _tag: 'delta'
  readonly key: string
  readonly from: number
  readonly text: string
  readonly now: Instant
}

/** From a timer, or from outside. */
export interface RetryInput {
  readonly _tag: 'retry'
  readonly now: Instant
}

/** From outside: the loop is to end. */
export interface CancelInput {
  readonly _tag: 'cancel'
  readonly reason: string
  readonly now: Instant
}

/** From the timer that was asked for at the start: the loop's time is over. */
export interface DeadlineInput {
  readonly _tag: 'deadline'
  readonly now: Instant
}
