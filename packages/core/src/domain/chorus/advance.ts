import { askEmbed, askThink } from './asking/ask.js'
import { tell } from './events.js'
import type { ChorusHow } from './how.js'
import { brokenIn } from './state/invariants.js'
import type { Step } from './model.js'
import { snapshotOf, type ChorusState } from './state/state.js'
import { having, type ChorusStep } from './step.js'
import { chunksOf } from './store/index.js'
import { changed } from './state/change-state.js'

/** Enters a step: what it made in an earlier pass, its attempts and what was pending are cleared, and the state is stable. Spec chorus 2 and 7.1. */
export const advanceStep = (state: ChorusState, step: Step): ChorusState =>
  stabilised(
    changed(state, {
      ...{ step, stage: 'enter', status: 'awaiting', pending: [], wake: null },
      outputs: without(state.outputs, step),
      attempts: without(state.attempts, step),
    }),
  )

/** The same state, to which a rollback comes back; one that breaks an invariant is none. Spec chorus 7.1. */
const stabilised = (state: ChorusState): ChorusState =>
  brokenIn(state) === undefined ? changed(state, { stable: snapshotOf(state) }) : state

const without = <K extends string, V extends { readonly [name in K]?: unknown }>(members: V, name: K): Omit<V, K> => {
  const { [name]: left, ...kept } = members
  return kept
}

/** Enters a step and asks its first question. */
export const enter = (from: ChorusStep, step: Step, how: ChorusHow): ChorusStep => {
  const entered = tell(having(from, advanceStep(from.state, step)), { status: 'running' })
  return step === 'experience' ? retrieve(entered, how) : think(entered, how)
}

/** Asks the model. What was found by now is kept, should its answer be of no use. */
export const think = (step: ChorusStep, how: ChorusHow): ChorusStep =>
  askThink({ ...step, state: stabilised(changed(step.state, { stage: 'think' })) }, how)

/** Asks for the place of the prompt; of a long one, for that of the first answer. Spec chorus 5.2. */
const retrieve = (step: ChorusStep, how: ChorusHow): ChorusStep => {
  const { prompt, limits, outputs } = step.state
  const isLong = prompt.length > limits.maxPromptChars / 2
  const text = isLong ? (outputs.action?.proposedResponse ?? prompt) : prompt
  return askEmbed(having(step, { stage: 'retrieve' }), how, chunksOf(text))
}
