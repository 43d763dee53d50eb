import { tell, tellState } from '../events.js'
import type { LoopError, LoopStatus } from '../model.js'
import type { ErrorState } from '../state/state.js'
import { having, type ChorusStep } from '../step.js'

/** Ends a loop: nothing is pending any more, and the last event says how it stands. Spec chorus 8. */
export const end = (
  step: ChorusStep,
  status: Extract<LoopStatus, 'completed' | 'failed' | 'cancelled'>,
  error?: LoopError,
): ChorusStep => tellState(having(step, { status, pending: [], wake: null }), error === undefined ? {} : { error })

/** Ends a loop that cannot answer. */
export const fail = (step: ChorusStep, error: LoopError, errorState: ErrorState): ChorusStep =>
  end(tell(having(step, { errorState }), { status: 'error', error }), 'failed', error)
