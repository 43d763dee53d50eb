import type { Instant } from '../kit/base/index.js'
import type { Effect } from '../kit/effect/index.js'

/** The only source of time. The runner stamps every input with it; machines read no clock. */
export interface Clock {
  readonly now: () => Instant
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** Settles at an instant, or at once when that has passed; it survives any number of restarts. The runner carries it out itself. */
export interface Wake extends Effect<'clock/wake', { readonly at: Instant }> {
  readonly until: Instant
}
