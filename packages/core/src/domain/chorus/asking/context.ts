import type { PhaseContext } from '../model.js'
import { turnsOf } from '../phases/index.js'
import type { ChorusState } from '../state/state.js'

/** What the phases see of a loop. Spec chorus 4.2. */
export const contextOf = (state: ChorusState): PhaseContext => {
  const { prompt, turns, iteration, outputs, history, priors, limits } = state
  return { prompt, turns: turnsOf(turns), iteration, outputs, passes: history, priors, limits }
}
