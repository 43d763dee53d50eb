import { defined } from '../../../kit/base/index.js'
import { tell, type Saying } from '../events.js'
import type { LoopError, Outputs, Step } from '../model.js'
import { having, type ChorusStep } from '../step.js'

/** What a step made, and why something stands in for it where it did not. */
export interface Made<S extends Step> {
  readonly step: S
  readonly output: Outputs[S]
  readonly error: LoopError | undefined
  /** What the event says beside the output. */
  readonly beside?: Pick<Saying, 'priors' | 'loop' | 'reasoning'>
}

/** Takes an output, tells it, and lets nothing be pending: the step has settled. Spec chorus 8. */
export const accept = <S extends Step>(from: ChorusStep, { step, output, error, beside = {} }: Made<S>): ChorusStep => {
  const { outputs } = from.state
  const kept = having(from, { outputs: { ...outputs, [step]: output }, pending: [], errorState: null, wake: null })
  const so = error === undefined ? kept : marked(kept, step)
  return tell(so, {
    status: error === undefined ? 'complete' : 'degraded',
    content: output,
    ...beside,
    ...defined({ error }),
  })
}

/** Marks a step as one for which something stood in, or whose records failed. */
export const marked = (from: ChorusStep, step: Step): ChorusStep => {
  const { degraded } = from.state
  return degraded.includes(step) ? from : having(from, { degraded: [...degraded, step] })
}
