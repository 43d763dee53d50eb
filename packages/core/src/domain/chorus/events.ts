import { defined } from '../../kit/base/index.js'
import type { ChorusResponse, LoopError, PhaseEvent, StateUpdate } from './model.js'
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

const say = (from: ChorusStep, saying: Saying, isOpen: boolean): ChorusStep => {
  const { loopId, threadId, step, iteration, nextSeq } = from.state
  const address = { _tag: 'chorus_response', loopId, threadId, seq: nextSeq, step, iteration, content: null } as const
  return told(having(from, { nextSeq: nextSeq + 1, isOpen }), Object.assign(address, saying))
}

const told = ({ state, responses, effects }: ChorusStep, event: ChorusResponse): ChorusStep => ({
  state,
  responses: [...responses, event],
  effects,
})

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
  return told(having(step, { nextSeq: nextSeq + 1 }), event)
}
