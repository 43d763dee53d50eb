import * as E from 'fp-ts/lib/Either.js'
import { nothingPaid } from '@chorale/core/fault'
import { describe, expect, it } from 'vitest'
import { price } from '../../../test/policy/setting.js'
import { allowing, booked, books, largestShare, setAside, turnedTo, type Allowance, type Books } from './books.js'

const hour = 3_600_000
const noon = Date.UTC(2026, 10, 21, 12)
const halfPast = noon + hour / 2

const after = (open: Books, tokens: number, now: number): Books => {
  const set = setAside(open, price(tokens), now)
  if (E.isLeft(set)) throw new Error('it does not fit')
  return booked(set.right, { reserved: price(tokens), paid: price(tokens) }, now)
}

const refusal = (open: Books, tokens: number, now: number) => {
  const set = setAside(open, price(tokens), now)
  if (E.isRight(set)) throw new Error('it fits')
  const { period, mayFit, retryAfterMs } = set.left
  return { period, mayFit, retryAfterMs }
}

describe('the books of a budget', () => {
  const allowance: Allowance = { total: { tokens: 1000 }, hourly: { tokens: 100 }, daily: { tokens: 150 } }

  it('refuse what the hour does not hold until the next hour of UTC begins', () => {
    const open = after(books(allowance, halfPast), 80, halfPast)
    expect(refusal(open, 30, halfPast)).toEqual({ period: 'hourly', mayFit: false, retryAfterMs: hour / 2 })
    expect(E.isRight(setAside(open, price(30), noon + hour))).toBe(true)
  })

  it('refuse what the day does not hold until midnight', () => {
    const open = after(after(books(allowance, halfPast), 80, halfPast), 60, noon + hour)
    expect(refusal(open, 30, noon + hour)).toEqual({ period: 'daily', mayFit: false, retryAfterMs: 11 * hour })
    expect(E.isRight(setAside(open, price(30), noon + 12 * hour))).toBe(true)
  })

  it('give no time for what no window and no whole will ever hold', () => {
    const open = after(books({ total: { tokens: 100 }, hourly: { tokens: 50 } }, noon), 40, noon)
    expect(refusal(open, 60, noon)).toEqual({ period: 'hourly', mayFit: false, retryAfterMs: undefined })
    expect(refusal(after(open, 40, noon + hour), 30, noon + 2 * hour)).toEqual({
      period: 'total',
      mayFit: false,
      retryAfterMs: undefined,
    })
  })

  it('say that it may fit yet when only what is set aside is in the way', () => {
    const set = setAside(books({ total: { tokens: 100 } }, noon), price(80), noon)
    expect(E.isRight(set) && refusal(set.right, 30, noon)).toMatchObject({ mayFit: true })
  })

  it('refuse at once where one period is used up, though another may be given something back', () => {
    const open = after(books({ total: { tokens: 100 }, hourly: { calls: 2 } }, noon), 10, noon)
    const set = setAside(open, price(80), noon)
    if (E.isLeft(set)) throw new Error('it does not fit')
    const next = setAside(set.right, price(30, 2), noon)
    expect(E.isLeft(next) && next.left).toMatchObject({ period: 'hourly', mayFit: false, retryAfterMs: hour })
  })

  it('cannot keep a limit in money for what has no price', () => {
    const set = setAside(books({ total: { microUsd: 100 } }, noon), { ...price(1), costMicroUsd: null }, noon)
    expect(E.isLeft(set) && set.left).toMatchObject({ mayFit: false, shortfall: { limit: 'microUsd', wanted: null } })
  })

  it('take over what is set aside into a new window, and book it there', () => {
    const set = setAside(books({ hourly: { tokens: 100 } }, halfPast), price(80), halfPast)
    if (E.isLeft(set)) throw new Error('it does not fit')
    const next = turnedTo(set.right, noon + hour)
    expect(largestShare(next)).toBe(0.8)
    const settled = booked(next, { reserved: price(80), paid: price(20) }, noon + hour)
    expect(settled.windows.hourly.ledger).toMatchObject({ spent: price(20), reserved: nothingPaid })
    expect(settled.windows.total.ledger.spent).toEqual(price(20))
  })

  it('keep what was spent when more is allowed, and what was spent before they were opened', () => {
    const open = books({ total: { tokens: 100 } }, noon, price(90))
    expect(refusal(open, 20, noon)).toMatchObject({ period: 'total' })
    const raised = allowing(open, { total: { tokens: 200 } })
    expect(E.isRight(setAside(raised, price(20), noon))).toBe(true)
    expect(largestShare(raised)).toBe(0.45)
  })
})
