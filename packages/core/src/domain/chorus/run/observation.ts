import { enter } from '../advance.js'
import { askLinks } from '../asking/ask.js'
import { isFault, type Happening } from '../happening.js'
import type { Scene } from '../how.js'
import type { ObservationOutput } from '../model.js'
import { observedLinks } from '../asking/records.js'
import { having, type ChorusStep } from '../step.js'
import { accept, marked } from './accept.js'

/** Relations that were seen are written; whether that succeeds or not, the loop goes on. Spec chorus 5.4 (T8, T9). */
export const takeObservation = (from: ChorusStep, happening: Happening, scene: Scene): ChorusStep => {
  const { how } = scene
  if (happening._tag === 'recorded') return enter(from, 'update', how)
  if (isFault(happening)) return enter(marked(from, 'observation'), 'update', how)
  if (happening._tag !== 'answered') return from
  // A cast after a check: in this step an output is observation's.
  const output = happening.output as ObservationOutput
  const accepted = accept(from, { step: 'observation', output, error: happening.error })
  const links = observedLinks(accepted.state, output, scene)
  if (links.length === 0) return enter(accepted, 'update', how)
  return askLinks(having(accepted, { stage: 'record', status: 'awaiting' }), links)
}
