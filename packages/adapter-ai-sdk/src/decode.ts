/** Replies of models, V3 and V4 alike, read with suspicion: a provider package may leave out what its types promise. */

import { noUsage, type Usage } from '@chorale/core/base'
import { at, entriesOf, member, numberOf, textOf } from './faults/read.js'

/** How an answer ended: only a whole one may be accepted. */
export type Finish = 'whole' | 'truncated' | 'interrupted' | 'declined'

/** A language model's reply. */
export interface Reply {
  readonly text: string
  readonly finish: Finish
  /** It ended of itself, and not for a reason of the provider's own. */
  readonly isStop: boolean
  readonly usage: Usage
  /** The provider has said what was used. */
  readonly isCounted: boolean
  readonly model: string | undefined
}

/** An embedding model's reply. */
export interface Places {
  readonly vectors: readonly (readonly number[])[]
  readonly usage: Usage
  readonly warnings: readonly string[]
}

/** A language model's reply, or undefined where it is none. */
export const replyOf = (result: unknown): Reply | undefined => {
  const content = entriesOf(member(result, 'content'))
  if (content === undefined) return undefined
  // V4 names the text to parse where it is not all texts together; an empty one is meant.
  const chosen = textOf(result, 'structuredOutputText')
  return {
    text:
      chosen ?? content.map((part) => (member(part, 'type') === 'text' ? (textOf(part, 'text') ?? '') : '')).join(''),
    finish: finishOf(result),
    isStop: at(result, ['finishReason', 'unified']) === 'stop',
    usage: usageOf(member(result, 'usage')),
    isCounted: isCounted(member(result, 'usage')),
    model: modelOf(member(result, 'response')),
  }
}

/** An embedding model's reply, or undefined where it is none. That numbers are numbers is checked by the handler. */
export const placesOf = (result: unknown): Places | undefined => {
  const vectors = entriesOf(member(result, 'embeddings'))?.map(entriesOf)
  if (vectors === undefined || vectors.includes(undefined)) return undefined
  return {
    // A cast before a check: `wrongPlaces` refuses what is not a finite number.
    vectors: vectors as readonly (readonly number[])[],
    usage: { ...noUsage, input: count(at(result, ['usage', 'tokens'])) },
    warnings: (entriesOf(member(result, 'warnings')) ?? []).map(warningOf),
  }
}

const finishOf = (result: unknown): Finish => {
  const unified = at(result, ['finishReason', 'unified'])
  if (unified === 'content-filter' || hasRefusal(at(result, ['response', 'body']))) return 'declined'
  if (unified === 'length') return 'truncated'
  return unified === 'error' || unified === 'interrupted' ? 'interrupted' : 'whole'
}

/** OpenAI's refusals, which the SDK drops: in the message (chat) or as a part of the output (responses). */
const hasRefusal = (body: unknown): boolean => {
  const chat = at(body, ['choices', 0, 'message', 'refusal'])
  if (typeof chat === 'string' && chat !== '') return true
  return (entriesOf(member(body, 'output')) ?? []).some((item) =>
    (entriesOf(member(item, 'content')) ?? []).some((part) => member(part, 'type') === 'refusal'),
  )
}

const modelOf = (response: unknown): string | undefined => textOf(response, 'modelId') || undefined

/** Buckets that do not overlap, from totals that do; what is written to a provider's cache counts as read. */
export const usageOf = (usage: unknown): Usage => {
  const [input, output] = [member(usage, 'inputTokens'), member(usage, 'outputTokens')]
  const [cached, reasoning] = [count(member(input, 'cacheRead')), count(member(output, 'reasoning'))]
  return {
    input: rest(input, cached) ?? count(member(input, 'noCache')) + count(member(input, 'cacheWrite')),
    cached,
    output: rest(output, reasoning) ?? count(member(output, 'text')),
    reasoning,
  }
}

/** Some servers count no tokens while they stream. */
const isCounted = (usage: unknown): boolean =>
  [at(usage, ['inputTokens', 'total']), at(usage, ['outputTokens', 'total'])].some((total) => typeof total === 'number')

const rest = (tokens: unknown, part: number): number | undefined => {
  const total = numberOf(tokens, 'total')
  return total === undefined ? undefined : Math.max(0, count(total) - part)
}

/** A number of tokens as a provider gives it: missing, negative or broken ones are 0. */
const count = (tokens: unknown): number =>
  typeof tokens === 'number' && tokens > 0 && Number.isFinite(tokens) ? Math.round(tokens) : 0

const warningOf = (warning: unknown): string =>
  [
    textOf(warning, 'type') ?? 'other',
    textOf(warning, 'feature') ?? textOf(warning, 'setting') ?? textOf(warning, 'message') ?? '',
  ].join(':')
