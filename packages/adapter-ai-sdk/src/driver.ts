/**
 * The client: what this adapter needs of an AI SDK model, and nothing more. The models are called directly (`doGenerate`, `doStream`, `doEmbed`),
 * not through the `ai` package, because that hides the raw text and the usage of calls that failed.
 *
 * The interfaces are written by shape, so that V3 (AI SDK 6) and V4 (AI SDK 7) models of any installed version fit without a cast and
 * nothing of `@ai-sdk/provider` is needed at run time. What differs between the two, as far as it is used here: V4 may name the text to
 * parse (`structuredOutputText`) and knows the finish reason `interrupted`; both are read in `decode.ts`.
 * Arrays are mutable because the SDK's own types are.
 */

import { member, textOf } from './faults/read.js'

/** Interface versions that are accepted. */
export type SpecificationVersion = 'v3' | 'v4'

/** One message of a conversation with text alone. */
export type Message =
  { role: 'system'; content: string } | { role: 'user' | 'assistant'; content: { type: 'text'; text: string }[] }

/** Options by provider, passed on as they are, e.g. `{ openai: { reasoningEffort: 'low' } }`. */
export type ProviderOptions = { [provider: string]: { [name: string]: string | number | boolean | null } }

/** What a language model is asked. */
export interface GenerateOptions {
  prompt: Message[]
  maxOutputTokens?: number
  temperature?: number
  topP?: number
  seed?: number
  responseFormat?: { type: 'json'; schema?: object; name?: string }
  providerOptions?: ProviderOptions
  abortSignal?: AbortSignal
}

/** What an embedding model is asked. */
export interface EmbedOptions {
  values: string[]
  providerOptions?: ProviderOptions
  abortSignal?: AbortSignal
}

/** A language model of interface V3 or V4, e.g. `openai('gpt-4.1-mini')`. Its replies are checked in `decode.ts`, so their type is left open. */
export interface LanguageModel {
  readonly specificationVersion: SpecificationVersion
  readonly provider: string
  readonly modelId: string
  doGenerate(options: GenerateOptions): PromiseLike<unknown>
  /** Without it a conversation that is asked for in pieces is answered whole. */
  doStream?(options: GenerateOptions): PromiseLike<unknown>
}

/** An embedding model of interface V3 or V4, e.g. `openai.embedding('text-embedding-3-small')`. */
export interface EmbeddingModel {
  readonly specificationVersion: SpecificationVersion
  readonly provider: string
  readonly modelId: string
  readonly maxEmbeddingsPerCall: PromiseLike<number | undefined> | number | undefined
  doEmbed(options: EmbedOptions): PromiseLike<unknown>
}

/** Finds models by id, e.g. `openai` itself: for effects that name another model than the host's choice. */
export interface Provider {
  languageModel?(modelId: string): LanguageModel
  embeddingModel?(modelId: string): EmbeddingModel
}

/** The two kinds of models by what they do. */
export type Verb = 'doGenerate' | 'doEmbed'

/** Why a value is no model of the wanted kind, or undefined where it is one. Types are checked by the compiler; this is for everyone else. */
export const whyNoModel = (value: unknown, verb: Verb): string | undefined => {
  const wanted = verb === 'doGenerate' ? 'a language model' : 'an embedding model'
  if (typeof value === 'string')
    return `found a model id as text, wanted ${wanted}: pass the object your provider package makes of it`
  const version = textOf(value, 'specificationVersion')
  if (version === undefined) return `found a value without specificationVersion, wanted ${wanted} of AI SDK 6 or 7`
  if (version !== 'v3' && version !== 'v4')
    return `found model interface ${version.slice(0, 8)}, wanted v3 or v4: install the provider package's release for AI SDK 6 or 7`
  if (typeof member(value, verb) !== 'function')
    return `found another kind of model, wanted ${wanted} (one with ${verb})`
  return undefined
}

/** Asks a language model. The reply is as the model gave it. */
export const generate = (model: LanguageModel, options: GenerateOptions, signal: AbortSignal): PromiseLike<unknown> =>
  model.doGenerate({ ...options, abortSignal: signal })

/** Whether a model tells what it writes while it writes it. */
export const isStreaming = (model: LanguageModel): boolean => typeof member(model, 'doStream') === 'function'

/** Asks a language model to tell what it writes while it writes it. The reply is as the model gave it. */
export const stream = (model: LanguageModel, options: GenerateOptions, signal: AbortSignal): PromiseLike<unknown> =>
  model.doStream === undefined ? generate(model, options, signal) : model.doStream({ ...options, abortSignal: signal })

/** Asks an embedding model. The reply is as the model gave it. */
export const embed = (model: EmbeddingModel, options: EmbedOptions, signal: AbortSignal): PromiseLike<unknown> =>
  model.doEmbed({ ...options, abortSignal: signal })

/** How many texts one call may hold; models that do not say, or say Infinity, take all. */
export const mostPerCall = async (model: EmbeddingModel): Promise<number> => {
  const most = await model.maxEmbeddingsPerCall
  return typeof most === 'number' && most >= 1
    ? Math.min(Math.floor(most), Number.MAX_SAFE_INTEGER)
    : Number.MAX_SAFE_INTEGER
}
