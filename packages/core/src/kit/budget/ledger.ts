import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { tokensOf } from '../base/index.js'
import { addPaid, nothingPaid, type Paid } from '../fault/index.js'

/** What may be spent at most. A limit that is left out does not bind. */
export interface Budget {
  /** Calls, repairs and retries included. */
  readonly calls?: number
  /** Tokens of all kinds. */
  readonly tokens?: number
  /** Millionths of a US dollar. */
  readonly microUsd?: number
}

/** A budget with what was spent of it and what is set aside for calls under way. */
export interface Ledger {
  readonly budget: Budget
  readonly spent: Paid
  readonly reserved: Paid
}

/** A call that would not fit: nothing was spent on it. */
export interface Shortfall {
  readonly limit: keyof Budget
  readonly allowed: number
  readonly spent: number
  readonly reserved: number
  /** What the call may take at most; null where it has no price, so that no limit in money could be kept. */
  readonly wanted: number | null
}

/** A ledger that starts with what was spent before. */
export const ledger = (budget: Budget, spent: Paid = nothingPaid): Ledger => ({
  budget,
  spent: priced(spent),
  reserved: nothingPaid,
})

const limits: readonly (keyof Budget)[] = ['calls', 'tokens', 'microUsd']

const amountOf = (limit: keyof Budget, paid: Paid): number | null => {
  switch (limit) {
    case 'calls':
      return paid.attempts
    case 'tokens':
      return tokensOf(paid.usage)
    case 'microUsd':
      return paid.costMicroUsd
  }
}

/** Sets aside the most a call may take, or says which limit it would break. Resilience 15: reserve, then settle. */
export const reserve = (book: Ledger, worst: Paid): Either<Shortfall, Ledger> => {
  for (const limit of limits) {
    const allowed = book.budget[limit]
    if (allowed === undefined) continue
    const [spent, reserved, wanted] = [
      amountOf(limit, book.spent) ?? 0,
      amountOf(limit, book.reserved) ?? 0,
      amountOf(limit, worst),
    ]
    // Asked this way round, a number that is none does not fit either.
    if (wanted === null || !(spent + reserved + wanted <= allowed))
      return E.left({ limit, allowed, spent, reserved, wanted })
  }
  return E.right({ ...book, reserved: addPaid(book.reserved, priced(worst)) })
}

/** Gives back what was set aside and books what was paid; where that has no price, what was set aside in money. */
export const settle = (book: Ledger, reserved: Paid, paid: Paid): Ledger => ({
  ...book,
  spent: addPaid(book.spent, paid.costMicroUsd === null ? { ...paid, costMicroUsd: reserved.costMicroUsd ?? 0 } : paid),
  reserved: addPaid(book.reserved, negative(priced(reserved))),
})

/** The largest share of a limit that is spent or set aside, 0 to 1 and beyond; 0 without limits. */
export const shareOf = (book: Ledger): number =>
  limits.reduce((most, limit) => {
    const allowed = book.budget[limit]
    if (allowed === undefined) return most
    const used = (amountOf(limit, book.spent) ?? 0) + (amountOf(limit, book.reserved) ?? 0)
    return Math.max(most, allowed === 0 ? 1 : used / allowed)
  }, 0)

/** A price nobody knows counts as nothing in sums; a limit in money refuses such a call before it comes to that. */
const priced = (paid: Paid): Paid => (paid.costMicroUsd === null ? { ...paid, costMicroUsd: 0 } : paid)

const negative = ({ usage, costMicroUsd, attempts }: Paid): Paid => ({
  usage: {
    input: -usage.input,
    cached: -usage.cached,
    output: -usage.output,
    reasoning: -usage.reasoning,
  },
  costMicroUsd: costMicroUsd === null ? null : -costMicroUsd,
  attempts: -attempts,
})
