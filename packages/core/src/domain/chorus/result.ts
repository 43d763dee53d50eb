import { isComplete } from './state/complete.js'
import type { LoopStatus, LoopUsage, PassRecord, Prior, Step, YieldOutput } from './model.js'
import type { ChorusState, ErrorState } from './state/state.js'
import type { Status } from '../../kit/machine/index.js'

/** What a loop has made so far; whole when it is completed. */
export interface ChorusResult {
  readonly loopId: string
  readonly threadId: string
  readonly status: LoopStatus
  /** Null where there is none. */
  readonly answer: string | null
  readonly citations: YieldOutput['citations']
  readonly priors: readonly Prior[]
  readonly passes: readonly PassRecord[]
  readonly usage: LoopUsage
  readonly degraded: readonly Step[]
  /** Why it failed, or what it waits for. */
  readonly error: ErrorState | null
}

/** What a loop has made by now. */
export const resultOf = (state: ChorusState): ChorusResult => {
  const { loopId, threadId, status, outputs, priors, history, usage, degraded, errorState } = state
  return {
    ...{ loopId, threadId, status, priors, passes: history, usage, degraded, error: errorState },
    answer: outputs.yield?.finalResponse ?? null,
    citations: outputs.yield?.citations ?? [],
  }
}

/** The loop's end as the runner knows ends. A loop that was refused has failed; one that was cancelled is partial. */
export const endOf = (state: ChorusState): Status => {
  if (!isComplete(state)) return state.status === 'idle' && state.errorState !== null ? 'failed' : 'running'
  return state.status === 'completed' ? 'done' : state.status === 'failed' ? 'failed' : 'partial'
}
