import { enter, think } from '../advance.js'
import { askSearch } from '../asking/ask.js'
import type { Happening } from '../happening.js'
import type { Scene } from '../how.js'
import type { ExperienceOutput, Prior } from '../model.js'
import { mergePriors } from '../pass/priors.js'
import { having, type ChorusStep } from '../step.js'
import { meanOf } from '../store/index.js'
import { accept, marked } from './accept.js'

/** Looks for what bears on the prompt, then thinks with it. Spec chorus 5.2 (T4, T5, T6). */
export const takeExperience = (from: ChorusStep, happening: Happening, scene: Scene): ChorusStep => {
  if (happening._tag === 'embedded') return search(from, happening.vectors, scene)
  if (happening._tag === 'found')
    return happening.isLost === true ? lose(from, scene) : find(from, happening.priors, scene)
  if (happening._tag !== 'answered') return from
  // A cast after a check: in this step an output is experience's.
  const output = happening.output as ExperienceOutput
  const { error } = happening
  const accepted = accept(from, { step: 'experience', output, error, beside: { priors: from.state.found } })
  const confident = error === undefined ? having(accepted, { answerConfidence: output.confidence }) : accepted
  return enter(confident, 'intention', scene.how)
}

/** A vector of no direction is never searched with: what cannot be looked for counts as not found. */
const search = (from: ChorusStep, vectors: readonly (readonly number[])[], scene: Scene): ChorusStep => {
  const vector = meanOf(vectors)
  const idle = having(from, { pending: [], status: 'awaiting' })
  return vector === undefined ? lose(idle, scene) : askSearch(idle, scene.how, vector)
}

const find = (from: ChorusStep, found: readonly Prior[], { how }: Scene): ChorusStep => {
  const priors = mergePriors(from.state.priors, found, from.state.limits.searchLimit)
  const ready = having(from, { found, priors, pending: [], status: 'awaiting', errorState: null, wake: null })
  return think(ready, how)
}

/** Memory only enriches: the step goes on without it. */
const lose = (from: ChorusStep, scene: Scene): ChorusStep => find(marked(from, 'experience'), [], scene)
