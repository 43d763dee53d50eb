import type { Step } from '../model.js'
import type { Phase, Phases } from '../phase.js'
import { action } from './action.js'
import { experience } from './experience.js'
import { intention } from './intention.js'
import { observation } from './observation.js'
import { update } from './update.js'
import { yielding } from './yield.js'

export { defused, enclosed, jsonMaterial, part } from './material.js'
export { repairing } from './repair.js'
export { turnsOf } from './turns.js'

/** The six phases of a loop. Spec chorus 5. */
export const phases: Phases = { action, experience, intention, observation, update, yield: yielding }

/** A host's own prompts, by step. A prompt is a pure function; content goes into data parts (`part`), or it can pass for an order. */
export type PromptOverrides = { readonly [S in Step]?: Phase<S>['prompt'] }

/** The phases with some prompts of the host's; how answers are read stays as it is. Spec chorus 5. */
export const withPrompts = (given: Phases, overrides: PromptOverrides): Phases => ({
  action: prompting(given.action, overrides.action),
  experience: prompting(given.experience, overrides.experience),
  intention: prompting(given.intention, overrides.intention),
  observation: prompting(given.observation, overrides.observation),
  update: prompting(given.update, overrides.update),
  yield: prompting(given.yield, overrides.yield),
})

const prompting = <S extends Step>(phase: Phase<S>, prompt: Phase<S>['prompt'] | undefined): Phase<S> =>
  prompt === undefined ? phase : { ...phase, prompt }
