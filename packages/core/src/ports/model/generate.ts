import * as t from 'io-ts/lib/index.js'
import type { Usage } from '../../kit/base/index.js'
import type { Effect } from '../../kit/effect/index.js'
import type { Answer, Contract } from './contract.js'

/** One thing the call is about: its role in the operation and its normalised text. */
export interface Term {
  readonly role: string
  readonly text: string
}

/**
 * The call as data, for resolvers that compute rather than read (a lexicon, a table, an echo). Spec cf14 4.3.
 * A free conversation has no question; a resolver that only answers questions refuses it with `Unsupported`.
 */
export interface Question {
  /** The operation, e.g. `multiply`, `column_lens`, `synthesize`. */
  readonly operation: string
  readonly terms: readonly Term[]
  /** Where the answer will stand: matrix name, 0-based index, and the slot within the cell where it has several. */
  readonly matrix: string
  readonly index: readonly number[]
  readonly slot?: number
  readonly station: string
  readonly rowLabel: string
  readonly columnLabel: string
  readonly problem?: string
  readonly domain?: string
}

/** The call in words, for language models. */
export interface Prompt {
  readonly system: string
  readonly user: string
}

/** Sampling: temperature 0 to 2, topP 0 to 1, a seed where the provider knows one, and the most tokens an answer may have. */
export interface Sampling {
  /** A model of the provider's, where the host's choice is not to be used. */
  readonly model?: string
  readonly temperature: number
  readonly topP: number
  readonly seed: number
  readonly maxTokens: number
}

/** Asks a model for one answer that keeps a contract. */
export interface Generate extends Effect<'model/generate', Generated> {
  readonly prompt: Prompt
  readonly question?: Question
  readonly contract: Contract
  readonly sampling: Sampling
}

/** Who answered. Types: echo, table, structural, openai, anthropic, local, custom (spec cf14 5.2). */
export interface Resolver {
  readonly type: 'echo' | 'table' | 'structural' | 'openai' | 'anthropic' | 'local' | 'custom'
  readonly model: string | null
}

/** An accepted answer and what it took to get it. */
export interface Generated {
  readonly answer: Answer
  readonly resolver: Resolver
  readonly usage: Usage
  /** Millionths of a US dollar, an integer; null where no price is known. */
  readonly costMicroUsd: number | null
  /** Calls made for it, repairs and retries included. */
  readonly attempts: number
  readonly latencyMs: number
  /** Characters of the raw answer. */
  readonly rawLength: number
}

/** Checks what a result says was used. */
export const usageCodec: t.Type<Usage> = t.readonly(
  t.type({ input: t.number, cached: t.number, output: t.number, reasoning: t.number }),
)

/** Checks who a result says has answered. */
export const resolverCodec: t.Type<Resolver> = t.type({
  type: t.keyof({
    echo: null,
    table: null,
    structural: null,
    openai: null,
    anthropic: null,
    local: null,
    custom: null,
  }),
  model: t.union([t.string, t.null]),
})

/** Checks a result that comes from a handler of the host's. */
export const generatedCodec: t.Type<Generated> = t.type({
  answer: t.record(t.string, t.union([t.string, t.readonlyArray(t.string)])),
  resolver: resolverCodec,
  usage: usageCodec,
  costMicroUsd: t.union([t.number, t.null]),
  attempts: t.number,
  latencyMs: t.number,
  rawLength: t.number,
})
