import type { Happening } from '../happening.js'
import type { Scene } from '../how.js'
import type { Step } from '../model.js'
import type { ChorusStep } from '../step.js'
import { takeAction } from './action.js'
import { takeExperience } from './experience.js'
import { takeIntention } from './intention.js'
import { takeObservation } from './observation.js'
import { takeUpdate } from './update.js'
import { takeYield } from './yield.js'

type Take = (from: ChorusStep, happening: Happening, scene: Scene) => ChorusStep

const takers: { readonly [S in Step]: Take } = {
  action: takeAction,
  experience: takeExperience,
  intention: takeIntention,
  observation: takeObservation,
  update: takeUpdate,
  yield: takeYield,
}

/** Lets the current step take what happened. Spec chorus 2. */
export const takeStep: Take = (from, happening, scene) => takers[from.state.step](from, happening, scene)
