import * as E from 'fp-ts/lib/Either.js'
import type { ExperienceOutput, PhaseContext } from '../model.js'
import type { Phase } from '../phase.js'
import { readText } from '../read/index.js'
import { acceptedBlocks, carriedBlocks, foundBlock, knownIds, promptBlock } from './blocks.js'
import { confidence, framed, type Asking } from './frame.js'

const MOST_INSIGHTS = 10

const asking: Asking = {
  step: 'experience',
  task: 'Your task: enrich the first answer with what memory holds. Weigh each entry of memory for what it says, not for its similarity alone; name those that helped; say where entries contradict the answer or one another, and what is missing.',
  fields: [
    ['synthesis', 'a text: the answer as it stands now, first answer and memory together'],
    ['key_insights', `a list of at most ${MOST_INSIGHTS} texts: what was learnt`],
    [
      'source_relevance',
      'an object with "most_relevant", a list of the ids of the entries that helped, and "reasoning", a text: why these',
    ],
    confidence,
  ],
}

const settled =
  (context: PhaseContext) =>
  (output: ExperienceOutput): ExperienceOutput => ({
    ...output,
    keyInsights: output.keyInsights.slice(0, MOST_INSIGHTS),
    sourceRelevance: {
      ...output.sourceRelevance,
      mostRelevant: knownIds(output.sourceRelevance.mostRelevant, context, context.priors.length),
    },
  })

/** The first answer, enriched with priors. Spec chorus 5.2; without an answer the first one stands (5.7). */
export const experience: Phase<'experience'> = {
  step: 'experience',
  temperature: 0.333,
  delivery: 'pieces',
  prompt: (context) =>
    framed(asking, context, [
      promptBlock(context),
      ...carriedBlocks(context),
      ...acceptedBlocks(context, 'experience'),
      foundBlock(context, context.limits.priorChars),
    ]),
  read: (text, context) => E.map(settled(context))(readText('experience', text)),
  standIn: ({ outputs: { action } }) =>
    action === undefined
      ? undefined
      : {
          synthesis: action.proposedResponse,
          keyInsights: [],
          sourceRelevance: { mostRelevant: [], reasoning: '' },
          confidence: action.confidence,
        },
}
