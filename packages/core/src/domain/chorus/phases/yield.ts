import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { PhaseContext, Unreadable, YieldOutput } from '../model.js'
import type { Phase } from '../phase.js'
import { MARKER, markerOf, readText, unparsable, withoutMarkers } from '../read/index.js'
import { latest, latestExperience, passBlocks, promptBlock, selectedBlock } from './blocks.js'
import { confidence, framed, type Asking } from './frame.js'

const asking: Asking = {
  step: 'yield',
  task: 'Your task: write the one answer that the user sees, out of all that the passes made. Say nothing about steps, passes or this process. Cite an entry of memory only where it helps the reader: put a marker [^1], [^2] and so on behind what it supports, and list it.',
  fields: [
    ['final_response', 'a text: the answer, with its markers'],
    ['key_points', 'a list of texts: what the user should take away'],
    [
      'citations',
      'a list of objects with "prior_id", the id of an entry of memory, and "marker", the number of its marker as a text; empty where nothing is cited',
    ],
    confidence,
    ['synthesis_quality', 'a text, or left out: how well the passes came together'],
  ],
}

type Citation = YieldOutput['citations'][number]

const citationsIn = (output: YieldOutput): readonly Citation[] =>
  output.citations.map(({ priorId, marker }) => ({ priorId, marker: markerOf(marker) }))

const settled =
  (context: PhaseContext) =>
  (output: YieldOutput): Either<Unreadable, YieldOutput> => {
    const known = new Set(context.priors.map(({ id }) => id))
    const given = citationsIn(output)
    const kept = once(given.filter(({ priorId, marker }) => known.has(priorId) && isMarker(marker)))
    const markers = new Set(kept.map(({ marker }) => marker))
    const removed = new Set(given.map(({ marker }) => marker).filter((marker) => !markers.has(marker)))
    const finalResponse = withoutMarkers(output.finalResponse, removed).trim()
    return finalResponse === ''
      ? E.left(
          unparsable([
            {
              path: 'final_response',
              code: 'empty_text',
              message: 'found only markers of unknown entries, wanted a text',
            },
          ]),
        )
      : E.right({ ...output, finalResponse, citations: kept })
  }

const isMarker = (marker: string): boolean => marker !== '' && marker.length <= MARKER && !marker.includes(']')

/** Each pair of prior and marker once. */
const once = (citations: readonly Citation[]): readonly Citation[] => [
  ...new Map(citations.map((citation) => [JSON.stringify([citation.priorId, citation.marker]), citation])).values(),
]

/** All that intention chose in any pass. */
const selectedInAll = ({ outputs, passes }: PhaseContext): readonly string[] =>
  [...passes.map((pass) => pass.outputs), outputs].flatMap(({ intention }) => intention?.selectedPriors ?? [])

/** The answer. Spec chorus 5.6; without one the latest synthesis is it, and the first answer where there is no synthesis (5.7). */
export const yielding: Phase<'yield'> = {
  step: 'yield',
  temperature: 0.333,
  delivery: 'pieces',
  prompt: (context) =>
    framed(asking, context, [
      promptBlock(context),
      ...passBlocks(context),
      selectedBlock(context, selectedInAll(context)),
    ]),
  read: (text, context) => E.chain(settled(context))(readText('yield', text)),
  standIn: (context) => {
    const experience = latestExperience(context)
    const action = context.outputs.action ?? latest(context, (outputs) => outputs.action)
    const [finalResponse, confidence] = [
      experience?.synthesis ?? action?.proposedResponse,
      experience?.confidence ?? action?.confidence ?? 0,
    ]
    return finalResponse === undefined ? undefined : { finalResponse, keyPoints: [], citations: [], confidence }
  },
}
