/** List prices, dated. A convenience, never the truth of a bill: a host with its own contract passes `prices`. */

import type { Tariff } from '@chorale/core/ports/model'

/** Micro-dollars per million tokens: $2.50 per million is 2_500_000. Integers, so that costs are exact. */
export interface Price {
  readonly input: number
  /** Read from the provider's cache; the input price where it is not given. */
  readonly cached?: number
  /** 0 for embeddings. */
  readonly output: number
  /** The output price where it is not given, as providers bill it. */
  readonly reasoning?: number
}

/** Prices by model id, as the provider's reply or the model object names it. */
export type PriceTable = { readonly [model: string]: Price }

/** The day on which {@link prices} held. */
export const pricesAsOf = '2026-06-21'

/** List prices of OpenAI and Anthropic, used only where those two answer themselves (resolver types `openai` and `anthropic`). */
export const prices: PriceTable = {
  'gpt-4o': { input: 2_500_000, cached: 1_250_000, output: 10_000_000 },
  'gpt-4o-mini': { input: 150_000, cached: 75_000, output: 600_000 },
  'gpt-4.1': { input: 2_000_000, cached: 500_000, output: 8_000_000 },
  'gpt-4.1-mini': { input: 400_000, cached: 100_000, output: 1_600_000 },
  'gpt-4.1-nano': { input: 100_000, cached: 25_000, output: 400_000 },
  'gpt-5': { input: 1_250_000, cached: 125_000, output: 10_000_000 },
  'gpt-5-mini': { input: 250_000, cached: 25_000, output: 2_000_000 },
  'gpt-5-nano': { input: 50_000, cached: 5_000, output: 400_000 },
  'claude-opus-4-5': { input: 5_000_000, cached: 500_000, output: 25_000_000 },
  'claude-sonnet-4-5': { input: 3_000_000, cached: 300_000, output: 15_000_000 },
  'claude-haiku-4-5': { input: 1_000_000, cached: 100_000, output: 5_000_000 },
  'text-embedding-3-small': { input: 20_000, output: 0 },
  'text-embedding-3-large': { input: 130_000, output: 0 },
}

/** Calls that a server may make useless by refusing a parameter: each of the four once. */
const REFUSALS = 4

/**
 * A model's price and the most calls the adapter makes, for plans and budgets (`plan`, `worstCase`); undefined where no price is known.
 * State the retries and repairs that the adapter was given, and the host's own prices where it has any.
 */
export const tariffOf = (
  model: string,
  how: { readonly prices?: PriceTable; readonly maxRetries?: number; readonly repair?: number } = {},
): Tariff | undefined => {
  const { maxRetries = 3, repair = 1 } = how
  const table = { ...prices, ...how.prices }
  const price = Object.hasOwn(table, model) ? table[model] : undefined
  if (price === undefined) return undefined
  const { input, cached = input, output, reasoning = output } = price
  return {
    microUsdPerMTok: { input, cached, output: Math.max(output, reasoning) },
    maxAttempts: (1 + maxRetries) * (1 + repair) + REFUSALS,
  }
}
