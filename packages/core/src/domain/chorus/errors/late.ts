import { enter } from '../advance.js'
import { giveUp } from './correct.js'
import { tell } from '../events.js'
import type { Scene } from '../how.js'
import type { LoopError } from '../model.js'
import { archived } from '../pass/passes.js'
import { marked } from '../run/accept.js'
import { fail } from '../run/end.js'
import type { ChorusState } from '../state/state.js'
import { having, type ChorusStep } from '../step.js'

const passed: LoopError = {
  class: 'NetworkError',
  code: 'NETWORK_TIMEOUT',
  message: 'The deadline of the loop has passed.',
  retryable: false,
}

/**
 * The deadline has passed: the loop answers with what it has. A step that is under way ends degraded; in yield nothing is waited for any more.
 * Spec chorus 4.1 (T19).
 */
export const late = (from: ChorusStep, scene: Scene): ChorusStep => {
  const { step, status, stage } = from.state
  const so = having(from, { isLate: true })
  if (step === 'yield') return status === 'suspended' ? giveUp(so, { error: passed, isRetried: false }, scene) : so
  if (!hasAnswer(from.state)) return fail(so, passed, errorStateOf(so.state, scene))
  const told = stage === 'record' ? so : tell(marked(so, step), { status: 'degraded', error: passed })
  const kept = archived(told.state, { go: 'yield', reason: 'deadline' }, scene.now)
  return enter({ ...told, state: { ...kept, errorState: null } }, 'yield', scene.how)
}

/** Something was made that an answer can be made of. */
const hasAnswer = ({ outputs, history }: ChorusState): boolean =>
  outputs.action !== undefined || outputs.experience !== undefined || history.length > 0

const errorStateOf = ({ step, iteration }: ChorusState, { now }: Scene) => ({
  ...{ class: passed.class, code: passed.code, message: passed.message },
  ...{ step, iteration, attempt: 0, at: now, recoverable: false },
})
