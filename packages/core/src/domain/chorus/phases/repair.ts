import type { ChatMessage } from '../../../ports/model/index.js'
import { part } from './material.js'

/** The prompt of another attempt at an answer that could not be read: the same, and what was wrong with the last one. Spec chorus 5. */
export const repairing = (prompt: readonly ChatMessage[], faults: readonly string[]): readonly ChatMessage[] => [
  ...prompt,
  {
    role: 'user',
    content: [
      part('Your last answer could not be read. What was wrong with it, one line for each fault:', faults.join('\n')),
      'Do the same step once more. Return only one JSON object, with exactly the members that were asked for.',
    ].join('\n\n'),
  },
]
