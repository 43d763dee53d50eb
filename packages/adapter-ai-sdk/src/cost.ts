import type { Usage } from '@chorale/core/base'
import type { Price } from './prices.js'

/** What tokens cost in micro-dollars: exact integers throughout, rounded half up once at the end. Spec resilience 15. */
export const costOf = (usage: Usage, price: Price): number => {
  const parts: readonly (readonly [tokens: number, price: number])[] = [
    [usage.input, price.input],
    [usage.cached, price.cached ?? price.input],
    [usage.output, price.output],
    [usage.reasoning, price.reasoning ?? price.output],
  ]
  const perMillion = parts.reduce((sum, [tokens, each]) => sum + BigInt(tokens) * BigInt(each), 0n)
  return Number((perMillion + 500_000n) / 1_000_000n)
}
