import type { Phase } from '../phase.js'
import { readText } from '../read/index.js'
import { carriedBlocks, latest, promptBlock } from './blocks.js'
import { confidence, framed, type Asking } from './frame.js'

const asking: Asking = {
  step: 'action',
  task: 'Your task: answer at once, with a fresh eye and from what you know, without looking anything up. It is a first judgement that the later steps will look back on; it may be wrong, and it must be a real answer.',
  fields: [
    ['proposed_response', 'a text: your answer to the prompt'],
    confidence,
    ['reasoning', 'a text: what your answer rests on, in a few sentences'],
  ],
}

/** The immediate answer. Spec chorus 5.1; without an answer a later pass goes on with the last synthesis (5.7). */
export const action: Phase<'action'> = {
  step: 'action',
  temperature: 0.7,
  delivery: 'pieces',
  prompt: (context) => framed(asking, context, [promptBlock(context), ...carriedBlocks(context)]),
  read: (text) => readText('action', text),
  standIn: (context) => {
    const last = latest(context, (outputs) => outputs.experience)
    return last === undefined
      ? undefined
      : { proposedResponse: last.synthesis, confidence: last.confidence, reasoning: '' }
  },
}
