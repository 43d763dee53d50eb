import type { Instant } from '../kit/base/index.js'
import type { Shortfall } from '../kit/budget/index.js'
import type { EffectError, Paid } from '../kit/fault/index.js'

/** An effect that waits for money or for a decision. */
export interface Open {
  readonly key: string
  readonly tag: string
}

/** An effect that has not been paid for, and what it may cost at most. */
export interface Unpaid extends Open {
  readonly worst: Paid
}

/** Why a run stands still although it could go on. Resume it to go on. */
export type Pause =
  /** The host's signal stopped it at once. */
  | { readonly _tag: 'Stopped' }
  /** The host asked it to pause; what was under way has been waited for. */
  | { readonly _tag: 'Asked' }
  /** The next call may break a limit: resume with a larger budget. Nothing of what is listed was sent. */
  | {
      readonly _tag: 'OverBudget'
      readonly shortfall: Shortfall | Overtime | EffectError
      readonly unpaid: readonly Unpaid[]
    }
  /** A worker died while these were out, and they are not to be sent again without a decision. */
  | { readonly _tag: 'Held'; readonly unknown: readonly Open[] }
  /** The journal has taken all that was under way and has no room for more. */
  | { readonly _tag: 'StoreFull' }

/** The time allowed is used up. In ms. */
export interface Overtime {
  readonly limit: 'ms'
  readonly allowed: number
  readonly spent: number
}

/** A question a person has not answered yet. */
export interface OpenAsk {
  readonly key: string
  readonly question: string
  readonly choices: readonly string[] | undefined
}

/** A timer that has not gone off yet. */
export interface OpenTimer {
  readonly key: string
  readonly until: Instant
}
