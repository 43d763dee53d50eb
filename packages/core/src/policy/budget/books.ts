import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../kit/base/index.js'
import { ledger, reserve, settle, shareOf, type Budget, type Ledger, type Shortfall } from '../../kit/budget/index.js'
import type { Paid } from '../../kit/fault/index.js'

/** What may be spent in all, and in each hour and day of UTC. Resilience 15. */
export interface Allowance {
  readonly total?: Budget
  readonly hourly?: Budget
  readonly daily?: Budget
}

/** The stretches of time a budget is given for. */
export type Period = keyof Allowance

/** A ledger for each period, and when its window began; the whole time has one window. */
export interface Books {
  readonly windows: { readonly [P in Period]: { readonly from: Instant; readonly ledger: Ledger } }
}

/** A call that does not fit. Where `mayFit`, calls under way may give enough back; otherwise only time or a larger budget helps. */
export interface Refusal {
  readonly period: Period
  readonly shortfall: Shortfall
  readonly mayFit: boolean
  readonly retryAfterMs?: number
}

const periods: readonly Period[] = ['total', 'daily', 'hourly']

const lengthOf = { total: Number.POSITIVE_INFINITY, daily: 86_400_000, hourly: 3_600_000 } as const

const startOf = (period: Period, now: Instant): Instant =>
  period === 'total' ? 0 : Math.floor(now / lengthOf[period]) * lengthOf[period]

const each = (make: (period: Period) => Books['windows'][Period]): Books => ({
  windows: { total: make('total'), daily: make('daily'), hourly: make('hourly') },
})

/** Books with what was spent of the whole before. */
export const books = (allowance: Allowance, now: Instant, spent?: Paid): Books =>
  each((period) => ({
    from: startOf(period, now),
    ledger: ledger(allowance[period] ?? {}, period === 'total' ? spent : undefined),
  }))

/** The same books under another allowance: what was spent and set aside stays. */
export const allowing = (open: Books, allowance: Allowance): Books =>
  each((period) => {
    const { from, ledger: book } = open.windows[period]
    return { from, ledger: { ...book, budget: allowance[period] ?? {} } }
  })

/** The books as they are at an instant: in a new window nothing is spent, and what is set aside for calls under way still is. */
export const turnedTo = (open: Books, now: Instant): Books =>
  each((period) => {
    const { from, ledger: book } = open.windows[period]
    const start = startOf(period, now)
    return start <= from
      ? { from, ledger: book }
      : { from: start, ledger: { ...ledger(book.budget), reserved: book.reserved } }
  })

/** Sets aside the most a call may take, in every period or in none. */
export const setAside = (open: Books, worst: Paid, now: Instant): Either<Refusal, Books> => {
  const turned = turnedTo(open, now)
  const tried = periods.map((period) => ({ period, result: reserve(turned.windows[period].ledger, worst) }))
  const refusals = tried.flatMap(({ period, result }) => (E.isLeft(result) ? [refusal(period, result.left, now)] : []))
  const first = refusals.find(({ mayFit }) => !mayFit) ?? refusals[0]
  if (first !== undefined) return E.left(first)
  return E.right(
    each((period) => {
      const { from, ledger: book } = turned.windows[period]
      const reserved = reserve(book, worst)
      return { from, ledger: E.isRight(reserved) ? reserved.right : book }
    }),
  )
}

const refusal = (period: Period, shortfall: Shortfall, now: Instant): Refusal => ({
  period,
  shortfall,
  mayFit: shortfall.wanted !== null && shortfall.spent + shortfall.wanted <= shortfall.allowed,
  ...(period === 'total' || isTooLarge(shortfall)
    ? {}
    : { retryAfterMs: startOf(period, now) + lengthOf[period] - now }),
})

/** No window will ever hold it. */
const isTooLarge = ({ wanted, allowed }: Shortfall): boolean => wanted === null || wanted > allowed

/** Gives back what was set aside and books what was paid, in the windows that run now. */
export const booked = (open: Books, call: { readonly reserved: Paid; readonly paid: Paid }, now: Instant): Books => {
  const turned = turnedTo(open, now)
  return each((period) => {
    const { from, ledger: book } = turned.windows[period]
    return { from, ledger: settle(book, call.reserved, call.paid) }
  })
}

/** The largest share of a limit that is spent or set aside, over all periods. */
export const largestShare = (open: Books): number =>
  Math.max(...periods.map((period) => shareOf(open.windows[period].ledger)))
