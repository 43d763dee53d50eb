import {
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  circuitBreaker,
  handleWhenResult,
  isBrokenCircuitError,
} from 'cockatiel'
import type { Clock } from '../../ports/index.js'
import { quietly, type Tell } from '../event.js'
import { readState, stateOf, type BreakerState } from './state.js'

/** When a circuit opens and closes. Resilience 4. */
export interface BreakerSpec {
  /** Failed calls in a row that open it: 5 unless told. */
  readonly threshold?: number
  /** Ms until one probe is let through: 60 000 unless told. */
  readonly recoveryMs?: number
  /** What `recoveryMs` grows by each time the probe fails: 1 unless told. */
  readonly growth?: number
  /** The longest it grows to in ms: 600 000 unless told. */
  readonly maxRecoveryMs?: number
}

/** What a breaker needs from outside; the circuit itself reads the system's time. */
export interface BreakerParts {
  readonly clock: Clock
  /** The state it starts with, out of another's `toJSON`. */
  readonly initial?: BreakerState
  readonly tell?: Tell
}

/** What a call says of the other side: `unlearnt` when the caller left before there was an answer. */
export type Verdict = 'passed' | 'failed' | 'unlearnt'

/** A cockatiel circuit without exceptions. */
export interface Circuit {
  readonly state: () => BreakerState
  /** Ms until the next probe; 0 when one may be made. */
  readonly opensIn: () => number
  /** Makes the call, after a probe where one is under way, or says that the circuit is open. */
  readonly execute: (call: () => Promise<Verdict>) => Promise<'made' | 'open'>
}

const usual = { threshold: 5, recoveryMs: 60_000, growth: 1, maxRecoveryMs: 600_000 } as const

const nothingLearnt = new Error('nothing was learnt')

/** A circuit; `closed` is called each time it closes. */
export const circuit = (spec: BreakerSpec, { clock, initial, tell }: BreakerParts, closed: () => void): Circuit => {
  const { threshold, recoveryMs, growth, maxRecoveryMs } = { ...usual, ...spec }
  const recovery = (openings: number): number => Math.min(maxRecoveryMs, recoveryMs * growth ** (openings - 1))
  const inner = circuitBreaker(
    handleWhenResult((verdict) => verdict === 'failed'),
    {
      halfOpenAfter: new DelegateBackoff(({ attempt }) => recovery(attempt)),
      breaker: new ConsecutiveBreaker(threshold),
      ...(initial === undefined ? {} : { initialState: readState(initial) }),
    },
  )
  const state = (): BreakerState => stateOf(inner.toJSON())
  const opensIn = (): number => {
    const found = state()
    return found._tag === 'open' ? Math.max(0, found.openedAt + recovery(found.openings) - Date.now()) : 0
  }
  inner.onReset(() => {
    closed()
    quietly(tell)({ _tag: 'closed' })
  })
  inner.onBreak(() => quietly(tell)({ _tag: 'opened', until: clock.now() + opensIn() }))
  const execute = async (call: () => Promise<Verdict>): Promise<'made' | 'open'> => {
    const judged = async (): Promise<Verdict> => {
      const isProbe = inner.state !== CircuitState.Closed
      const verdict = await call()
      if (verdict !== 'unlearnt') return verdict
      // An error that is not handled leaves the count of a closed circuit as it is, but would close one that probes.
      return isProbe ? 'failed' : Promise.reject(nothingLearnt)
    }
    try {
      await inner.execute(judged)
      return 'made'
    } catch (thrown) {
      if (thrown === nothingLearnt) return 'made'
      if (isBrokenCircuitError(thrown)) return 'open'
      throw thrown
    }
  }
  return { state, opensIn, execute }
}
