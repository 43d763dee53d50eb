import { asData, asList, asNumber, asText, faultIn, priorIn } from './wire.js'

/** @typedef {import('./model.js').LoopState} LoopState */
/** @typedef {import('./model.js').PhaseState} PhaseState */
/** @typedef {import('./model.js').StepName} StepName */
/** @typedef {import('./model.js').Data} Data */

/**
 * The six phases in their order, with what each is for.
 *
 * @type {readonly { readonly step: StepName; readonly name: string; readonly aim: string; readonly spoken: string }[]}
 */
export const phases = [
  { step: 'action', name: 'Action', aim: 'answers at once', spoken: 'proposed_response' },
  { step: 'experience', name: 'Experience', aim: 'looks into memory', spoken: 'synthesis' },
  { step: 'intention', name: 'Intention', aim: 'asks what is wanted', spoken: 'explicit_intent' },
  { step: 'observation', name: 'Observation', aim: 'looks at its own reasoning', spoken: 'context_analysis' },
  { step: 'update', name: 'Update', aim: 'goes round again, or answers', spoken: 'reasoning' },
  { step: 'yield', name: 'Yield', aim: 'gives the answer', spoken: 'final_response' },
]

/** @type {PhaseState} */
export const waiting = { status: 'waiting', text: '', content: null, fault: null }

/**
 * @param {string} id
 * @param {string} threadId
 * @param {string} prompt
 * @returns {LoopState}
 */
export const newLoop = (id, threadId, prompt) => ({
  ...{ id, threadId, prompt, seq: 0, status: 'running', passes: [], priors: [], fault: null, usage: null },
})

/**
 * A loop after one of its events. What was taken in already is passed over, so that a replay changes nothing.
 *
 * @param {LoopState} loop
 * @param {'chorus_response' | 'state_update'} type
 * @param {Data} data
 * @returns {LoopState}
 */
export const loopAfter = (loop, type, data) => {
  const seq = asNumber(data['seq'])
  if (seq <= loop.seq) return loop
  return type === 'state_update' ? ended({ ...loop, seq }, data) : told({ ...loop, seq }, data)
}

const statuses = new Set(['suspended', 'completed', 'failed', 'cancelled'])

/**
 * @param {LoopState} loop
 * @param {Data} data
 * @returns {LoopState}
 */
const ended = (loop, data) => {
  const status = asText(data['status'])
  return {
    ...loop,
    status: statuses.has(status) ? /** @type {LoopState['status']} */ (status) : 'running',
    usage: asData(data['usage']),
    fault: data['error'] === undefined || data['error'] === null ? loop.fault : faultIn(data['error']),
  }
}

/**
 * A loop that nobody has spoken of since the server was started anew.
 *
 * @param {LoopState} loop
 * @returns {LoopState}
 */
export const lost = (loop) =>
  loop.status === 'running' || loop.status === 'suspended' ? { ...loop, status: 'lost' } : loop

/**
 * What it needs cannot be reached for now: it waits.
 *
 * @param {PhaseState} phase
 */
const isAway = ({ status, fault }) => status === 'error' && fault?.code.startsWith('NETWORK_') === true

/**
 * Whoever speaks again is back.
 *
 * @param {LoopState} loop
 */
const isOut = ({ status }) => status === 'suspended' || status === 'lost'

/**
 * @param {LoopState} loop
 * @param {Data} data
 * @returns {LoopState}
 */
const told = (loop, data) => {
  const step = phases.find((phase) => phase.step === data['step'])?.step
  if (step === undefined) return loop
  const iteration = Math.min(Math.max(0, Math.trunc(asNumber(data['iteration']))), 9)
  const passes = Array.from({ length: Math.max(loop.passes.length, iteration + 1) }, (_, i) => loop.passes[i] ?? {})
  const phase = phaseAfter(passes[iteration]?.[step] ?? waiting, data)
  passes[iteration] = { ...passes[iteration], [step]: phase }
  return {
    ...{ ...loop, passes, status: isAway(phase) ? 'suspended' : isOut(loop) ? 'running' : loop.status },
    priors: data['priors'] === undefined ? loop.priors : asList(data['priors']).map(priorIn),
    fault: phase.status === 'error' ? phase.fault : loop.fault,
  }
}

/**
 * @param {PhaseState} phase
 * @param {Data} data
 * @returns {PhaseState}
 */
const phaseAfter = (phase, data) => {
  const status = asText(data['status'])
  const fault = data['error'] === undefined || data['error'] === null ? null : faultIn(data['error'])
  const content = typeof data['content'] === 'object' && data['content'] !== null ? asData(data['content']) : null
  switch (status) {
    case 'running':
      return { status, text: '', content: null, fault: null }
    case 'delta':
      return { ...phase, status: 'running', text: phase.text + asText(data['content']) }
    case 'retrying':
      return { ...phase, status, text: data['discard'] === true ? '' : phase.text, fault }
    case 'complete':
    case 'degraded':
      return { status, text: '', content: content ?? phase.content, fault }
    case 'error':
    case 'cancelled':
      return { ...phase, status, fault }
    default:
      return phase
  }
}

/**
 * The newest pass's phase.
 *
 * @param {LoopState} loop
 * @param {StepName} step
 * @returns {PhaseState}
 */
export const phaseOf = (loop, step) => loop.passes.at(-1)?.[step] ?? waiting
