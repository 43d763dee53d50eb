import { enter } from '../advance.js'
import type { Happening } from '../happening.js'
import type { Scene } from '../how.js'
import type { ActionOutput } from '../model.js'
import { having, type ChorusStep } from '../step.js'
import { accept } from './accept.js'

/** The first answer is there: on to what memory holds. Spec chorus 5.1 (T3). */
export const takeAction = (from: ChorusStep, happening: Happening, { how }: Scene): ChorusStep => {
  if (happening._tag !== 'answered') return from
  // A cast after a check: in this step an output is action's.
  const output = happening.output as ActionOutput
  const { error } = happening
  const accepted = accept(from, { step: 'action', output, error })
  const confident = error === undefined ? having(accepted, { answerConfidence: output.confidence }) : accepted
  return enter(confident, 'experience', how)
}
