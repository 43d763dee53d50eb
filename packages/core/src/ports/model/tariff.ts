import type { Usage } from '../../kit/base/index.js'
import type { Paid } from '../../kit/fault/index.js'
import type { Chat } from './chat.js'
import { jsonSchemaOf, type Contract } from './contract.js'
import type { Embed } from './embed.js'
import type { Generate } from './generate.js'

/** What a model costs and how often an adapter may call it for one effect: all that is needed to price an effect before it is sent. */
export interface Tariff {
  /** Millionths of a US dollar per million tokens: $3 per million is 3_000_000. Whole numbers. Reasoning is billed as output. Resilience 15. */
  readonly microUsdPerMTok: { readonly input: number; readonly cached: number; readonly output: number }
  /** Most calls for one effect (for one batch of an embedding), retries and repairs included: 1 or more. */
  readonly maxAttempts: number
  /** Fewest texts the adapter puts into one embedding call where it has so many: 1 unless given, which is never too few. */
  readonly textsPerCall?: number
  /** Tokens a call may take beyond its prompt and its `maxTokens`, because of provider options of the host's (tools, a thinking budget). */
  readonly extra?: { readonly input: number; readonly output: number }
}

/** The tariff of a model that runs in the host's own process: no price, one call for each effect. */
export const freeTariff: Tariff = {
  microUsdPerMTok: { input: 0, cached: 0, output: 0 },
  maxAttempts: 1,
  textsPerCall: Number.MAX_SAFE_INTEGER,
}

/**
 * What tokens cost in millionths of a US dollar, rounded to a whole one, up unless told otherwise: 1200 read and 350 written at $3 and $15 per
 * million are 8850. Exact for counts of any size. Resilience 15.
 */
export const costOf = (usage: Usage, tariff: Tariff, rounding: 'up' | 'down' = 'up'): number => {
  const { input, cached, output } = tariff.microUsdPerMTok
  const perMillion =
    whole(usage.input) * whole(input) +
    whole(usage.cached) * whole(cached) +
    (whole(usage.output) + whole(usage.reasoning)) * whole(output)
  return Number((perMillion + (rounding === 'up' ? 999_999n : 0n)) / 1_000_000n)
}

/** Counts are whole by their types' word alone: a host's may be anything, and one without end counts as the largest there is. */
const whole = (count: number): bigint =>
  BigInt(Number.isFinite(count) ? Math.max(0, Math.ceil(count)) : Number.MAX_SAFE_INTEGER)

/**
 * The most an effect can take, to be set aside before it is sent. It rests on four things: a token stands for one byte of UTF-8 at least; a model
 * writes `maxTokens` at most; an adapter makes `maxAttempts` calls at most; and beside prompt and schema one call reads no more than 1024
 * tokens (16 more for each message of a conversation) and, where an answer is handed back for repair, four times the tokens that answer may
 * have had.
 */
export const worstCase = (effect: Generate | Embed | Chat, tariff: Tariff): Paid => {
  const { input, output, attempts } = mostFor(effect, tariff)
  const { microUsdPerMTok } = tariff
  const dearest = { ...microUsdPerMTok, input: Math.max(microUsdPerMTok.input, microUsdPerMTok.cached) }
  const usage: Usage = { input, cached: 0, output, reasoning: 0 }
  return { usage, costMicroUsd: costOf(usage, { ...tariff, microUsdPerMTok: dearest }), attempts }
}

/** Tokens one call may read beside what the host wrote: roles, separators, and a provider's own words on JSON or tools (the longest known: 530). */
const FRAMING = 1024
/** Tokens that mark the ends of one embedded text. */
const ENDS = 8
/** Tokens that say whose turn of a conversation begins and where it ends. */
const TURN = 16

interface Most {
  readonly input: number
  readonly output: number
  readonly attempts: number
}

const mostFor = (effect: Generate | Embed | Chat, tariff: Tariff): Most => {
  switch (effect._tag) {
    case 'model/generate':
      return mostOf(effect, tariff)
    case 'model/embed':
      return mostOfAll(effect, tariff)
    case 'model/chat':
      return mostOfTalk(effect, tariff)
  }
}

const mostOf = ({ prompt, contract, sampling }: Generate, { maxAttempts, extra }: Tariff): Most => {
  const asked = bytesOf(prompt.system) + bytesOf(prompt.user) + shapeBytes(contract) + FRAMING + (extra?.input ?? 0)
  const handedBack = 4 * sampling.maxTokens
  return {
    input: maxAttempts * asked + (maxAttempts - 1) * handedBack,
    output: maxAttempts * (sampling.maxTokens + (extra?.output ?? 0)),
    attempts: maxAttempts,
  }
}

/** Nothing is handed back for repair: a conversation has no contract. */
const mostOfTalk = ({ messages, sampling }: Chat, { maxAttempts, extra }: Tariff): Most => {
  const said = messages.reduce((sum, { content }) => sum + bytesOf(content) + TURN, 0)
  return {
    input: maxAttempts * (said + FRAMING + (extra?.input ?? 0)),
    output: maxAttempts * (sampling.maxTokens + (extra?.output ?? 0)),
    attempts: maxAttempts,
  }
}

/** The schema goes to the provider with each call; a repair says it once more in words, which take up to 64 bytes a field more. */
const shapeBytes = (contract: Contract): number =>
  2 * bytesOf(JSON.stringify(jsonSchemaOf(contract))) + bytesOf(contract.name) + 64 * contract.fields.length

const mostOfAll = ({ texts }: Embed, { maxAttempts, textsPerCall = 1, extra }: Tariff): Most => {
  const batches = Math.max(1, Math.ceil(texts.length / textsPerCall))
  const bytes = texts.reduce((sum, text) => sum + bytesOf(text) + ENDS, 0)
  return {
    input: maxAttempts * (bytes + batches * (FRAMING + (extra?.input ?? 0))),
    output: maxAttempts * batches * (extra?.output ?? 0),
    attempts: maxAttempts * batches,
  }
}

/** Bytes of a text in UTF-8; half of a pair is sent as the replacement character, which takes three. */
const bytesOf = (text: string): number => {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}
