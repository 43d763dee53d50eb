import * as E from 'fp-ts/lib/Either.js'
import type { IntentionOutput, PhaseContext } from '../model.js'
import type { Phase } from '../phase.js'
import { readText } from '../read/index.js'
import { acceptedBlocks, BRIEF_CHARS, carriedBlocks, foundBlock, knownIds, promptBlock } from './blocks.js'
import { confidence, framed, type Asking } from './frame.js'

const MOST_SELECTED = 20
const MOST_STANDING_IN = 5

const asking: Asking = {
  step: 'intention',
  task: 'Your task: find out what the user is after. Say what is asked for in so many words, what is wanted without being said, and what would follow for the user from the answer as planned. Then choose the entries of memory that serve this aim.',
  fields: [
    ['explicit_intent', 'a text: what the user asks for'],
    ['implicit_intent', 'a text: what the user wants beyond that, and what would follow from the planned answer'],
    [
      'selected_priors',
      `a list of at most ${MOST_SELECTED} ids of entries of memory that serve the aim, the best first`,
    ],
    ['selection_reasoning', 'a text: why these, or why none'],
    confidence,
  ],
}

const settled =
  (context: PhaseContext) =>
  (output: IntentionOutput): IntentionOutput => ({
    ...output,
    selectedPriors: knownIds(output.selectedPriors, context, MOST_SELECTED),
  })

/** What the user wants, and which priors serve it. Spec chorus 5.3; without an answer the prompt is the intent (5.7). */
export const intention: Phase<'intention'> = {
  step: 'intention',
  temperature: 0.333,
  delivery: 'whole',
  prompt: (context) =>
    framed(asking, context, [
      promptBlock(context),
      ...carriedBlocks(context),
      ...acceptedBlocks(context, 'intention'),
      foundBlock(context, BRIEF_CHARS),
    ]),
  read: (text, context) => E.map(settled(context))(readText('intention', text)),
  standIn: ({ prompt, priors }) => ({
    explicitIntent: prompt,
    implicitIntent: '',
    selectedPriors: priors.slice(0, MOST_STANDING_IN).map(({ id }) => id),
    selectionReasoning: '',
    confidence: 0,
  }),
}
