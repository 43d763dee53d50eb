import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { defined, normalise, type Instant } from '../../kit/base/index.js'
import type { Generate, Sampling } from '../../ports/model/index.js'
import { resolution } from './answer.js'
import { termsOf, type Call, type Wanted } from './cell.js'
import type { ValleyRequest } from './codec.js'
import { contextInvalid, type ContextInvalid } from './fault.js'
import type { Placed, Ref } from './layout.js'
import { products } from './product.js'
import { promptHash, promptOf } from './prompt.js'
import { stageRules } from './stage.js'
import { stationName } from './station.js'

/** Where a call stands in the valley. */
export interface Place {
  readonly placed: Placed
  readonly index: readonly number[]
}

/** `C/0,1/multiply/2`: the address of a call in its run. */
export const callKey = (place: Place, wanted: Pick<Wanted, 'stage' | 'slot'>): string =>
  [place.placed.name, place.index.join(','), wanted.stage, ...(wanted.slot === undefined ? [] : [wanted.slot])].join(
    '/',
  )

/** The address of a call, as its key says it. */
export interface CallAddress extends Ref {
  readonly stage: string
  /** -1 where the stage has one call only. */
  readonly slot: number
}

/** Reads a call's key; undefined where it names no product. */
export const readKey = (key: string): CallAddress | undefined => {
  const [name, index = '', stage = '', slot] = key.split('/')
  const product = products.find((known) => known.name === name)
  if (product === undefined) return undefined
  return {
    matrix: product.name,
    index: index.split(',').map(Number),
    stage,
    slot: slot === undefined ? -1 : Number(slot),
  }
}

/** The labels of a place: its row and its column. */
export const labelsOf = ({
  placed,
  index,
}: {
  readonly placed: Pick<Placed, 'axes'>
  readonly index: readonly number[]
}): { readonly rowLabel: string; readonly columnLabel: string } => ({
  rowLabel: placed.axes[0]?.[index[0] ?? 0] ?? '',
  columnLabel: placed.axes[1]?.[index[1] ?? 0] ?? '',
})

/** Sampling by stage, unless the input says otherwise. Spec cf14 4.5. */
const samplingOf = (wanted: Wanted, given: Partial<Sampling>): Sampling => ({
  temperature: stageRules[wanted.stage].temperature,
  topP: 0,
  seed: 42,
  maxTokens: 200,
  ...given,
})

/** A wanted call as an effect and as the record the cell keeps; refused before any call where a term has no text. Spec cf14 4.3. */
export const ask = (
  place: Place,
  wanted: Wanted,
  { request, now }: { readonly request: ValleyRequest; readonly now: Instant },
): Either<ContextInvalid, { readonly call: Call; readonly effect: Generate }> => {
  const { placed, index } = place
  const terms = termsOf({ ...wanted, texts: wanted.texts.map(normalise) })
  const empty = terms.find((term) => term.text === '')
  if (empty !== undefined)
    return E.left(contextInvalid(`ask for ${callKey(place, wanted)}`, `missing_input:${empty.role}`))
  const slot = defined({ slot: wanted.slot })
  const about = defined({ problem: request.problem, domain: request.domain })
  const framing = defined({ instructions: request.instructions, systemFrame: request.systemFrame })
  const labels = labelsOf(place)
  const prompt = promptOf({ stage: wanted.stage, station: placed.station, terms, ...labels, ...about, ...framing })
  const question = {
    operation: wanted.stage,
    terms,
    matrix: placed.name,
    index,
    ...slot,
    station: stationName(placed.station),
    ...labels,
    ...about,
  }
  const effect: Generate = {
    _tag: 'model/generate',
    key: callKey(place, wanted),
    prompt,
    question,
    contract: resolution,
    sampling: samplingOf(wanted, request.sampling),
  }
  return E.right({
    call: { stage: wanted.stage, ...slot, terms, askedAt: now, promptHash: promptHash(prompt) },
    effect,
  })
}
