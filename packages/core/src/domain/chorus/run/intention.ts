import { enter } from '../advance.js'
import type { Happening } from '../happening.js'
import type { Scene } from '../how.js'
import type { IntentionOutput } from '../model.js'
import type { ChorusStep } from '../step.js'
import { accept } from './accept.js'

/** What the user wants is said: on to the look at its own thoughts. Spec chorus 5.3 (T7). */
export const takeIntention = (from: ChorusStep, happening: Happening, { how }: Scene): ChorusStep => {
  if (happening._tag !== 'answered') return from
  // A cast after a check: in this step an output is intention's.
  const output = happening.output as IntentionOutput
  return enter(accept(from, { step: 'intention', output, error: happening.error }), 'observation', how)
}
