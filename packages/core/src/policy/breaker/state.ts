import { CircuitState } from 'cockatiel'
import type { Instant } from '../../kit/base/index.js'

/** Where a circuit stands, as plain data. A half-open one is kept as an open one that may probe at once. */
export type BreakerState =
  | { readonly _tag: 'closed'; readonly failures: number }
  | { readonly _tag: 'open'; readonly failures: number; readonly openedAt: Instant; readonly openings: number }

/** What cockatiel writes and reads; it declares both as unknown. */
interface Kept {
  readonly ownState: { readonly value: CircuitState; readonly openedAt?: Instant; readonly attemptNo?: number }
  readonly breakerState: unknown
}

/** Cockatiel's form of a state. */
export const readState = (state: BreakerState): Kept =>
  state._tag === 'closed'
    ? { ownState: { value: CircuitState.Closed }, breakerState: state.failures }
    : {
        ownState: { value: CircuitState.Open, openedAt: state.openedAt, attemptNo: state.openings },
        breakerState: state.failures,
      }

/** A state out of cockatiel's form. */
export const stateOf = (kept: unknown): BreakerState => {
  // A cast at the seam: the library's own `toJSON` wrote it.
  const { ownState, breakerState } = kept as Kept
  const failures = typeof breakerState === 'number' ? breakerState : 0
  if (ownState.value === CircuitState.Closed) return { _tag: 'closed', failures }
  return { _tag: 'open', failures, openedAt: ownState.openedAt ?? 0, openings: ownState.attemptNo ?? 1 }
}
