import type { Resolver } from '@chorale/core/ports'
import type { Config } from './config.js'
import { prices, type PriceTable } from './prices.js'

/** Who answers, by the provider's name (`openai.chat`, `anthropic.messages`); a server that merely speaks OpenAI's interface is `custom`. */
export const typeOf = (provider: string, config: Pick<Config, 'resolverType'>): Resolver['type'] => {
  if (config.resolverType !== undefined) return config.resolverType
  const maker = /^(openai|anthropic)(?:\.|$)/u.exec(provider)?.[1]
  return maker === 'openai' || maker === 'anthropic' ? maker : 'custom'
}

/** The prices that hold: the host's first; list prices only where their own makers answer. */
export const pricesFor = (type: Resolver['type'], config: Pick<Config, 'prices'>): PriceTable =>
  type === 'openai' || type === 'anthropic' ? { ...prices, ...config.prices } : config.prices
