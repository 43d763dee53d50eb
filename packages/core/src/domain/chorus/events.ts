import { defined } from '../../kit/base/index.js'
import type { LoopError, PhaseEvent, StateUpdate } from './model.js'
import { having, type ChorusStep } from './step.js'

/** What is said of the step that the loop is in; number and address are filled in. */
export type Saying = Pick<PhaseEvent, 'status'> &
  Partial<Pick<PhaseEvent, 'content' | 'priors' | 'loop' | 'reasoning' | 'error' | 'discard'>>

/**
 * Tells of the current step. `running` opens it; `complete`, `degraded`, `error` and `cancelled` close it, and are left out where it is closed
 * already, so that each entry of a step ends exactly once. Spec chorus 8.
 */
export const tell = (step: ChorusStep, saying: Saying): ChorusStep => {
  const { status } = saying
  if (isLast(status) && !step.state.isOpen) return step
  return say(step, saying, status === 'running' || (step.state.isOpen && !isLast(status)))
}

const isLast = (status: PhaseEvent['status']): boolean =>
  status === 'complete' || status === 'degraded' || status === 'error' || status === 'cancelled'

const say = (step: ChorusStep, { content = null, ...rest }: Saying, isOpen: boolean): ChorusStep => {
  const { loopId, threadId, step: of, iteration, nextSeq } = step.state
  const event: PhaseEvent = {
    ...{ _tag: 'chorus_response', loopId, threadId, seq: nextSeq, step: of, iteration, content },
    ...rest,
  }
  return { ...having(step, { nextSeq: nextSeq + 1, isOpen }), responses: [...step.responses, event] }
}

/** Tells that an input was refused: the step goes on as if nothing had happened. */
export const tellRefused = (step: ChorusStep, error: LoopError): ChorusStep =>
  say(step, { status: 'error', error }, step.state.isOpen)

/** Tells of the loop as a whole: at its end, or when its state was made anew. Spec chorus 8. */
export const tellState = (
  step: ChorusStep,
  more: { readonly reconstructed?: true; readonly error?: LoopError } = {},
): ChorusStep => {
  const { loopId, threadId, nextSeq, status, iteration, usage, degraded } = step.state
  const event: StateUpdate = {
    ...{ _tag: 'state_update', loopId, threadId, seq: nextSeq, status, iterations: iteration + 1, usage, degraded },
    ...defined(more),
  }
  return { ...having(step, { nextSeq: nextSeq + 1 }), responses: [...step.responses, event] }
}
