import { enter } from './advance.js'
import { askAgain, askWake, deadlineKey } from './asking/ask.js'
import { mostTries } from './errors/backoff.js'
import type { Beginning, Misbegun } from './state/begin.js'
import { booked } from './book.js'
import { handleError } from './errors/correct.js'
import { tell, tellRefused } from './events.js'
import { stateFault } from './errors/fault.js'
import { happeningOf, type Happening } from './happening.js'
import type { ChorusHow, Scene } from './how.js'
import type { ChorusInput } from './input.js'
import { brokenIn } from './state/invariants.js'
import { late } from './errors/late.js'
import type { LoopError } from './model.js'
import { end } from './run/end.js'
import { takeStep } from './run/index.js'
import type { ChorusState } from './state/state.js'
import { having, still, type ChorusStep } from './step.js'
import { rowOf } from './table.js'

/**
 * What one input leads to: the next state, what is told, and what is asked of the outside. It is total and pure: what no row of the table holds is
 * refused with an `error` that leaves the loop as it is. Spec chorus 2 and 4.
 */
export const transformState = (state: ChorusState, input: ChorusInput, how: ChorusHow): ChorusStep => {
  const scene: Scene = { how, now: input.now }
  const so = input._tag === 'settled' ? booked(state, input) : state
  const happening = happeningOf(so, input, scene)
  const row = rowOf(so, happening._tag)
  if (row === undefined) return tellRefused(still(state), invalid(`${input._tag} is not expected here`))
  return row.number === 20 || row.number === 21 ? still(state) : sound(taking(so, happening, scene), scene)
}

const invalid = (message: string): LoopError => ({
  class: 'StateError',
  code: 'STATE_INVALID_INPUT',
  message,
  retryable: false,
})

/** A state that breaks an invariant is corrected before anybody sees it. Spec chorus 7.3. */
const sound = (step: ChorusStep, scene: Scene): ChorusStep => {
  const broken = brokenIn(step.state)
  if (broken === undefined) return step
  const fault = stateFault({ code: 'STATE_INVARIANT', message: `It does not hold that ${broken.says}.` })
  const corrected = handleError({ fault }, step.state, scene)
  return { ...corrected, responses: [...step.responses, ...corrected.responses] }
}

const taking = (state: ChorusState, happening: Happening, scene: Scene): ChorusStep => {
  const from = still(state)
  switch (happening._tag) {
    case 'begun':
      return begin(from, happening.beginning, scene)
    case 'misbegun':
      return misbegin(from, happening, scene)
    case 'answered':
    case 'loops':
    case 'yields':
    case 'embedded':
    case 'found':
    case 'recorded':
      return takeStep(from, happening, scene)
    case 'ai_error':
    case 'network_error':
    case 'state_error':
      return state.stage === 'record' ? takeStep(from, happening, scene) : handleError(happening, state, scene)
    case 'piece':
      return hear(from, happening)
    case 'retry':
      return again(from)
    case 'cancel':
      return end(tell(from, { status: 'cancelled', reasoning: happening.reason }), 'cancelled')
    case 'deadline':
      return late(from, scene)
    case 'stale':
    case 'odd':
      return from
  }
}

const begin = (from: ChorusStep, beginning: Beginning, { how, now }: Scene): ChorusStep => {
  const deadlineAt = now + beginning.limits.loopTimeoutMs
  const begun = having(from, {
    ...{ ...beginning, status: 'awaiting', errorState: null, startedAt: now, deadlineAt },
    pass: { startedAt: now, usage: from.state.usage },
  })
  return askWake(enter(begun, 'action', how), deadlineKey, deadlineAt)
}

const misbegin = (from: ChorusStep, { loopId, error }: Misbegun, { now }: Scene): ChorusStep => {
  const { step, iteration } = from.state
  const { class: kind, code, message } = error
  const errorState = { class: kind, code, message, step, iteration, attempt: 0, at: now, recoverable: false }
  return tellRefused(having(from, { loopId, errorState }), error)
}

type Piece = Extract<Happening, { readonly _tag: 'piece' }>

/** Tells what lies beyond what was told: after a resume or a retry of the handler the text comes from its beginning again. Spec chorus 8 (T14). */
const hear = (from: ChorusStep, { pending, from: first, text }: Piece): ChorusStep => {
  const { streamed, effect } = pending
  const fresh = text.slice(Math.max(0, streamed - first))
  if (fresh === '') return from
  const heard = from.state.pending.map((each) =>
    each.effect.key === effect.key ? { ...each, streamed: first + text.length } : each,
  )
  return tell(having(from, { pending: heard }), { status: 'delta', content: fresh })
}

/** Issues again what is pending. Who was given up for good begins to count anew. Spec chorus 7.4 (T17). */
const again = (from: ChorusStep): ChorusStep => {
  const { status, pending } = from.state
  // While it is suspended this was told before.
  const told = status === 'retrying' ? tell(from, { status: 'retrying', discard: true }) : from
  const counted = pending.map((each) => (each.tries >= mostTries ? { ...each, tries: 0 } : each))
  const quiet = having(told, { status: 'awaiting', pending: counted, errorState: null, wake: null })
  return askAgain(tell(quiet, { status: 'running' }))
}
