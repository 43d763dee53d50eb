import { enter } from '../advance.js'
import { askThink, askWake, type Again } from '../asking/ask.js'
import { mostTries, pauseAfter } from './backoff.js'
import type { Pending } from '../effect.js'
import { tell, tellState } from '../events.js'
import { stateFault, type Fault } from './fault.js'
import { withDecision } from '../happening.js'
import type { Scene } from '../how.js'
import { contextOf } from '../asking/context.js'
import { createInitialState, type ChorusState, type ErrorState } from '../state/state.js'
import { having, still, type ChorusStep } from '../step.js'
import { attemptOf } from '../asking/keys.js'
import { takeStep } from '../run/index.js'
import { fail } from '../run/end.js'

/** A fault, and the effect that it came of; a fault of the state itself has none. */
export interface Erred {
  readonly fault: Fault
  readonly pending?: Pending
}

/** The state after an error and what then happens: the correction, the effects that recover from it, and what is told. Spec chorus 7. */
export const handleError = (erred: Erred, state: ChorusState, scene: Scene): ChorusStep => {
  const { class: kind } = erred.fault.error
  if (isNeedless(erred, state)) return forgo(still({ ...rolledBack(state), errorState: null }), scene)
  const corrected = still(applyErrorCorrection(erred, state, scene))
  switch (kind) {
    case 'AIError':
      return retryOrDegrade(corrected, erred, scene)
    case 'NetworkError':
      return suspended(corrected, erred, scene)
    case 'StateError':
      return madeAnew(corrected, erred.fault, scene)
  }
}

/** Memory only enriches: what it answers badly is done without at once, so that it is asked once in each pass. Spec chorus 5.2 and 6. */
const isNeedless = ({ fault, pending }: Erred, { stage }: ChorusState): boolean =>
  stage === 'retrieve' && pending !== undefined && fault.error.class !== 'NetworkError'

/** What an error does to the state, by its class: back to the last stable one, kept for another try, or made anew. Spec chorus 7. */
export const applyErrorCorrection = (erred: Erred, state: ChorusState, scene: Scene): ChorusState => {
  const errorState = errorStateOf(erred, state, scene)
  switch (erred.fault.error.class) {
    case 'AIError':
      return { ...rolledBack(state), errorState }
    case 'NetworkError':
      return cached(state, erred, errorState)
    case 'StateError':
      return { ...state, errorState, reconstructions: state.reconstructions + 1 }
  }
}

const errorStateOf = ({ fault, pending }: Erred, state: ChorusState, { now }: Scene): ErrorState => {
  const { class: kind, code, message } = fault.error
  const { step, iteration } = state
  const attempt = pending === undefined ? 0 : attemptOf(pending.effect.key)
  return { class: kind, code, message, step, iteration, attempt, at: now, recoverable: fault.isRetried }
}

/** Back to where the step was entered; the attempt counts. Members that only grow stay. Spec chorus 7.2. */
const rolledBack = (state: ChorusState): ChorusState => {
  const { stable, attempts, isOpen } = state
  return { ...state, ...stable, attempts, isOpen, pending: [], status: 'retrying' }
}

const cached = (state: ChorusState, { pending }: Erred, errorState: ErrorState): ChorusState => ({
  ...state,
  ...{ status: 'suspended', errorState },
  pending: state.pending.map((each) =>
    each.effect.key === pending?.effect.key ? { ...each, tries: each.tries + 1 } : each,
  ),
})

/** Another attempt, or something that stands in. Spec chorus 7.2 and 5.7. */
const retryOrDegrade = (from: ChorusStep, { fault, pending }: Erred, scene: Scene): ChorusStep => {
  const { step, attempts, limits } = from.state
  const isUsedUp = (attempts[step] ?? 0) >= limits.maxAttemptsPerStep
  if (isUsedUp || !fault.isRetried) return degrade(from, fault, scene)
  const told = tell(from, { status: 'retrying', error: fault.error, discard: true })
  const again = againAfter(fault, pending, limits.maxOutputTokens)
  return askThink(tell(told, { status: 'running' }), scene.how, again)
}

/** An answer that was cut off gets twice the room, once; a later attempt keeps it. Spec chorus 5. */
const againAfter = ({ repair, isTruncated }: Fault, pending: Pending | undefined, usual: number): Again => {
  const before = pending?.effect._tag === 'model/chat' ? pending.effect.sampling.maxTokens : usual
  const maxTokens = isTruncated === true ? Math.max(before, usual * 2) : before
  return repair === undefined ? { maxTokens } : { maxTokens, repair }
}

/** Something stands in for the answer, and the loop goes on; where nothing can, it has failed. Spec chorus 5.7. */
const degrade = (from: ChorusStep, { error }: Fault, scene: Scene): ChorusStep => {
  const { state } = from
  const output = scene.how.phases[state.step].standIn(contextOf(state))
  if (output === undefined)
    return fail(from, error, state.errorState ?? errorStateOf({ fault: { error, isRetried: false } }, state, scene))
  return takeStep(from, withDecision(state, { output, error }, scene), scene)
}

/** The step goes on without what memory holds. Spec chorus 5.2. */
const forgo = (from: ChorusStep, scene: Scene): ChorusStep =>
  takeStep(from, { _tag: 'found', priors: [], isLost: true }, scene)

/** Waits and tries again, as long as that is worth it. Spec chorus 7.4. */
const suspended = (from: ChorusStep, { fault, pending }: Erred, scene: Scene): ChorusStep => {
  const { state } = from
  const key = pending?.effect.key ?? ''
  const tries = (pending?.tries ?? 0) + 1
  if (state.isLate) return giveUp(from, fault, scene)
  if (tries >= mostTries) return state.stage === 'retrieve' ? forgo(from, scene) : standing(from, fault)
  const retryAt = scene.now + pauseAfter({ loopId: state.loopId, key, tries }, fault.retryAfterMs)
  const wake = `${key}/wake`
  const errorState = state.errorState === null ? null : { ...state.errorState, retryAt }
  const told = tell(having(from, { wake, errorState }), { status: 'retrying', error: fault.error, discard: true })
  return askWake(told, wake, retryAt)
}

/** The other side stays away: the loop waits for a word from outside, or for its deadline. */
const standing = (from: ChorusStep, { error }: Fault): ChorusStep =>
  tell(having(from, { wake: null }), { status: 'error', error })

/** Nothing is waited for any more: something stands in. A step whose end was told is told anew, or its answer would not be. */
export const giveUp = (from: ChorusStep, fault: Fault, scene: Scene): ChorusStep => {
  const quiet = having(from, { pending: [], wake: null })
  return degrade(quiet.state.isOpen ? quiet : tell(quiet, { status: 'running' }), fault, scene)
}

/** The state is made anew from what cannot be wrong, once. Spec chorus 7.3. */
const madeAnew = (from: ChorusStep, { error }: Fault, scene: Scene): ChorusStep => {
  const { state } = from
  if (state.isLate && state.reconstructions === 1) return giveUp(from, stateFault(error), scene)
  if (state.reconstructions > 1) {
    const { error: lost } = stateFault({ code: 'STATE_UNRECOVERABLE', message: error.message })
    return fail(from, lost, errorStateOf({ fault: stateFault(lost) }, state, scene))
  }
  const told = tell(from, { status: 'error', error })
  const anew = tellState({ ...told, state: minimal(told.state) }, { reconstructed: true, error })
  return enter(anew, 'action', scene.how)
}

/** What is kept of a state that is made anew: also its finished passes, and its keys and numbers, or they would come twice. */
const minimal = (state: ChorusState): ChorusState => {
  const { loopId, prompt, origin, iteration, priors, limits, usage, nextSeq, issued, startedAt, deadlineAt } = state
  const { isLate, pass, errorState, reconstructions, degraded } = state
  const history = state.history.filter((record) => record.iteration < iteration)
  return {
    ...createInitialState(state.turns, state.threadId),
    ...{ loopId, prompt, origin, iteration, priors, limits, usage, nextSeq, issued, startedAt, deadlineAt },
    ...{ isLate, pass, errorState, reconstructions, degraded, history, status: 'awaiting' },
  }
}
