import * as E from 'fp-ts/lib/Either.js'
import type { ObservationOutput, PhaseContext } from '../model.js'
import type { Phase } from '../phase.js'
import { readText } from '../read/index.js'
import { acceptedBlocks, BRIEF_CHARS, carriedBlocks, foundBlock, promptBlock, selectedBlock } from './blocks.js'
import { confidence, framed, type Asking } from './frame.js'

const MOST_LINKS = 20

const asking: Asking = {
  step: 'observation',
  task: "Your task: look at the reasoning so far as if it were somebody else's. Which patterns does it follow, what does it not know, where does it lean to one side, and which relations to entries of memory are worth keeping? You do not write to the user in this step.",
  fields: [
    ['patterns', 'a list of texts: patterns in the reasoning and in the conversation'],
    ['context_analysis', 'a text: what the situation is'],
    ['knowledge_gaps', 'a list of texts: what is not known and would matter'],
    ['biases', 'a list of texts: where the reasoning leans to one side'],
    ['user_state', 'a text, or left out: how the user seems to be placed'],
    [
      'semantic_links',
      `a list of at most ${MOST_LINKS} objects with "to_prior", the id of an entry of memory, "relation", how this conversation bears on it (one of "supports", "contradicts", "extends", "mentions", "cites"), and "strength", a number from 0 to 1`,
    ],
    confidence,
  ],
}

type Link = ObservationOutput['semanticLinks'][number]

/** Links to known priors, each relation to each prior once. The prior a link starts from is no prior yet: none can point at itself. */
const settledLinks = (links: readonly Link[], { priors }: PhaseContext): readonly Link[] => {
  const known = new Set(priors.map(({ id }) => id))
  const seen = new Set<string>()
  return links
    .filter(({ toPrior, relation }) => {
      const name = `${relation}|${toPrior}`
      const isNew = known.has(toPrior) && !seen.has(name)
      seen.add(name)
      return isNew
    })
    .slice(0, MOST_LINKS)
}

/** The reasoning, looked at. Spec chorus 5.4; without an answer it saw nothing (5.7). */
export const observation: Phase<'observation'> = {
  step: 'observation',
  temperature: 0.333,
  delivery: 'whole',
  prompt: (context) =>
    framed(asking, context, [
      promptBlock(context),
      ...carriedBlocks(context),
      ...acceptedBlocks(context, 'observation'),
      foundBlock(context, BRIEF_CHARS),
      selectedBlock(context, context.outputs.intention?.selectedPriors ?? []),
    ]),
  read: (text, context) =>
    E.map((output: ObservationOutput) => ({
      ...output,
      semanticLinks: settledLinks(output.semanticLinks, context),
    }))(readText('observation', text)),
  standIn: () => ({
    patterns: [],
    contextAnalysis: '',
    knowledgeGaps: [],
    biases: [],
    semanticLinks: [],
    confidence: 0,
  }),
}
