import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { prices } from '@chorale/adapter-ai-sdk'
import type { ValleyInput } from '@chorale/core/cf14'
import { freeTariff, type Tariff } from '@chorale/core/ports/model'

/** What `--model` names: one in this process, or one of a provider. */
export type ModelName =
  | { readonly _tag: 'local'; readonly id: 'lexicon' | 'echo' }
  | { readonly _tag: 'remote'; readonly provider: ProviderName; readonly id: string }

/** Whom a language model can be asked of. */
export type ProviderName = 'openai' | 'anthropic' | 'google' | 'openai-compatible'

const providerNames: readonly ProviderName[] = ['openai', 'anthropic', 'google', 'openai-compatible']

/** Reads a model's name; nothing is loaded. */
export const readModelName = (text: string): Either<string, ModelName> => {
  if (text === 'lexicon' || text === 'echo') return E.right({ _tag: 'local', id: text })
  const colon = text.indexOf(':')
  const provider = providerNames.find((name) => name === text.slice(0, Math.max(colon, 0)))
  const id = text.slice(colon + 1)
  return provider === undefined || id === ''
    ? E.left(
        `--model ${text} is not known: wanted lexicon, echo, or ${providerNames.join(', ')} followed by ":" and a model's name.`,
      )
    : E.right({ _tag: 'remote', provider, id })
}

/** How a model's name is written. */
export const modelText = (name: ModelName): string => (name._tag === 'local' ? name.id : `${name.provider}:${name.id}`)

/**
 * The sampling that goes with a model. Its id is part of every question, so that no answer of one model is taken for another's; language models
 * that reason spend tokens on it, hence the room.
 */
export const samplingOf = (name: ModelName): NonNullable<ValleyInput['sampling']> =>
  name._tag === 'local' ? { model: name.id } : { model: name.id, maxTokens: 4000 }

/** How often a language model is asked again: after a lost call, and after an answer that breaks its contract. */
export const persistence = { retry: { maxRetries: 3 }, repair: 1 } as const

/** Parameters that a server may refuse by name, one call each: temperature, topP, seed, schema. */
const REFUSABLE = 4

/** Most calls for one question. */
const mostAttempts = (1 + persistence.retry.maxRetries) * (1 + persistence.repair) + REFUSABLE

/** What a model costs and how often it may be asked for one effect; undefined where nobody knows its price. */
export const tariffOf = (name: ModelName): Tariff | undefined => {
  if (name._tag === 'local') return freeTariff
  const isListed = (name.provider === 'openai' || name.provider === 'anthropic') && Object.hasOwn(prices, name.id)
  const price = isListed ? prices[name.id] : undefined
  if (price === undefined) return undefined
  const { input, cached = input, output } = price
  return { microUsdPerMTok: { input, cached, output }, maxAttempts: mostAttempts }
}

/** The bound for a budget in calls alone, where the price does not matter. */
export const unpricedTariff: Tariff = { microUsdPerMTok: { input: 0, cached: 0, output: 0 }, maxAttempts: mostAttempts }
