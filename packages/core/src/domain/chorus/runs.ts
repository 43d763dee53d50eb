import { tellRefused } from './events.js'
import type { ChorusHow } from './how.js'
import type { ChorusInput } from './input.js'
import type { Step } from './model.js'
import type { ChorusState } from './state/state.js'
import { still, type ChorusStep } from './step.js'
import { transformState } from './transform.js'

/** The loop in one of its steps: `transformState`, refused where it is in another. The names are those of spec chorus 2. */
type Run = (state: ChorusState, input: ChorusInput, how: ChorusHow) => ChorusStep

const only =
  (step: Step): Run =>
  (state, input, how) =>
    state.step === step
      ? transformState(state, input, how)
      : tellRefused(still(state), {
          ...{ class: 'StateError', code: 'STATE_INVALID_INPUT', retryable: false },
          message: `The loop is not in ${step}.`,
        })

/** The first answer. Spec chorus 5.1. */
export const runAction: Run = only('action')
/** The search for priors, and what they add. Spec chorus 5.2. */
export const runExperience: Run = only('experience')
/** What the user wants. Spec chorus 5.3. */
export const runIntention: Run = only('intention')
/** The look at its own thoughts. Spec chorus 5.4. */
export const runObservation: Run = only('observation')
/** Another pass, or the answer. Spec chorus 5.5. */
export const runUpdate: Run = only('update')
/** The answer, and what is kept of it. Spec chorus 5.6. */
export const runYield: Run = only('yield')
