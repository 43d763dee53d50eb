import { tokensOf } from '../../kit/base/index.js'
import type { Budget } from '../../kit/budget/index.js'
import type { Paid } from '../../kit/fault/index.js'

/** What a budget can limit, in plain numbers. */
export type Money = { readonly [L in keyof Required<Budget>]: number }

/** Nothing. */
export const nothing: Money = { calls: 0, tokens: 0, microUsd: 0 }

/** A payment as money; what has no price counts as none. */
export const moneyOf = ({ attempts, usage, costMicroUsd }: Paid): Money => ({
  calls: attempts,
  tokens: tokensOf(usage),
  microUsd: costMicroUsd ?? 0,
})

/** Together. */
export const plus = (a: Money, b: Money): Money => ({
  calls: a.calls + b.calls,
  tokens: a.tokens + b.tokens,
  microUsd: a.microUsd + b.microUsd,
})

/** The same sums; an unknown price is the same as an unknown price only. */
export const isSame = (a: Paid, b: Paid): boolean =>
  a.costMicroUsd === b.costMicroUsd && a.attempts === b.attempts && tokensOf(a.usage) === tokensOf(b.usage)

/** The first limit that money exceeds. */
export const exceeded = (money: Money, limits: Budget): keyof Budget | undefined =>
  names.find((name) => money[name] > (limits[name] ?? Infinity))

const names = ['calls', 'tokens', 'microUsd'] as const

/** In words. */
export const moneyText = ({ calls, tokens, microUsd }: Money): string =>
  `${calls} calls, ${tokens} tokens, ${microUsd} µ$`

/** In words, with what has no price. */
export const paidText = (paid: Paid): string =>
  `${moneyText(moneyOf(paid))}${paid.costMicroUsd === null ? ' and what has no price' : ''}`
