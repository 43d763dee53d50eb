import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { addPaid, nothingPaid, type Paid } from '../fault/index.js'
import { ledger, reserve, settle, shareOf, type Budget, type Ledger } from './index.js'

const paid = (attempts: number, output: number, costMicroUsd: number | null): Paid => ({
  usage: { input: 0, cached: 0, output, reasoning: 0 },
  costMicroUsd,
  attempts,
})

/** A ledger after so many calls of one price have been reserved. */
const reserved = (budget: Budget, calls: readonly Paid[], spent?: Paid): Ledger =>
  calls.reduce<Ledger>(
    (book, call) => {
      const next = reserve(book, call)
      if (E.isLeft(next)) throw new Error(`no room: ${JSON.stringify(next.left)}`)
      return next.right
    },
    ledger(budget, spent),
  )

describe('a ledger', () => {
  it('begins with nothing spent and nothing set aside', () => {
    expect(ledger({ calls: 3 })).toEqual({ budget: { calls: 3 }, spent: nothingPaid, reserved: nothingPaid })
  })

  it('goes on from what was spent before', () => {
    const book = ledger({ calls: 3 }, paid(2, 10, 5))
    expect(book).toEqual({ budget: { calls: 3 }, spent: paid(2, 10, 5), reserved: nothingPaid })
    expect(reserve(book, paid(1, 0, 0))).toMatchObject({ _tag: 'Right' })
    expect(reserve(book, paid(2, 0, 0))).toMatchObject({ left: { limit: 'calls', allowed: 3, spent: 2, wanted: 2 } })
  })

  it('without limits takes any call, and counts it', () => {
    const book = reserved({}, [paid(1_000_000, 1_000_000_000, 1_000_000_000), paid(1, 1, null)])
    expect(book.reserved).toEqual(paid(1_000_001, 1_000_000_001, 1_000_000_000))
    expect(shareOf(book)).toBe(0)
  })
})

describe('reserving', () => {
  it.each<readonly [keyof Budget, Paid]>([
    ['calls', paid(4, 10, 10)],
    ['tokens', paid(1, 30, 10)],
    ['microUsd', paid(1, 10, 30)],
  ])('is refused by the limit in %s alone, with the numbers', (limit, worst) => {
    const budget = { calls: 5, tokens: 50, microUsd: 50 }
    const book = settle(reserved(budget, [paid(1, 20, 20), paid(1, 20, 20)]), paid(1, 20, 20), paid(1, 15, 15))
    const wanted = limit === 'calls' ? 4 : 30
    const [spent, aside] = limit === 'calls' ? [1, 1] : [15, 20]
    expect(reserve(book, worst)).toEqual(E.left({ limit, allowed: budget[limit], spent, reserved: aside, wanted }))
    expect(reserve({ ...book, budget: { ...budget, [limit]: 1000 } }, worst)).toMatchObject({ _tag: 'Right' })
  })

  it('counts tokens of all kinds', () => {
    const usage = { input: 1, cached: 2, output: 3, reasoning: 4 }
    const worst = { usage, costMicroUsd: 0, attempts: 1 }
    expect(reserve(ledger({ tokens: 10 }), worst)).toMatchObject({ _tag: 'Right' })
    expect(reserve(ledger({ tokens: 9 }), worst)).toMatchObject({ left: { limit: 'tokens', wanted: 10 } })
  })

  it('is taken up to the limit exactly, and not one further', () => {
    const book = reserved({ calls: 2 }, [paid(1, 0, 0), paid(1, 0, 0)])
    expect(reserve(book, paid(0, 0, 0))).toMatchObject({ _tag: 'Right' })
    expect(reserve(book, paid(1, 0, 0))).toMatchObject({ left: { limit: 'calls', reserved: 2 } })
  })

  it('of a call without a price is refused under a limit in money, however large, and only there', () => {
    expect(reserve(ledger({ microUsd: Number.MAX_SAFE_INTEGER }), paid(1, 1, null))).toEqual(
      E.left({ limit: 'microUsd', allowed: Number.MAX_SAFE_INTEGER, spent: 0, reserved: 0, wanted: null }),
    )
    expect(reserve(ledger({ calls: 1, tokens: 1 }), paid(1, 1, null))).toMatchObject({
      right: { reserved: paid(1, 1, 0) },
    })
  })

  it('takes a limit of 0 for what it says: nothing, but what costs nothing', () => {
    expect(reserve(ledger({ calls: 0 }), paid(1, 0, 0))).toMatchObject({ left: { limit: 'calls', allowed: 0 } })
    expect(reserve(ledger({ tokens: 0 }), paid(1, 1, 0))).toMatchObject({ left: { limit: 'tokens', allowed: 0 } })
    expect(reserve(ledger({ microUsd: 0 }), paid(1, 1, 1))).toMatchObject({ left: { limit: 'microUsd', allowed: 0 } })
    expect(reserve(ledger({ microUsd: 0 }), paid(1, 1, 0))).toMatchObject({ _tag: 'Right' })
    expect(reserve(ledger({ calls: 0, tokens: 0, microUsd: 0 }), nothingPaid)).toMatchObject({ _tag: 'Right' })
  })

  it('changes nothing in the ledger it is asked of', () => {
    const book = reserved({ calls: 2 }, [paid(1, 5, 7)])
    const before = structuredClone(book)
    reserve(book, paid(1, 1, 1))
    reserve(book, paid(2, 1, 1))
    expect(book).toEqual(before)
  })

  it('is not passed by a price that is no number: nothing would be counted after it', () => {
    expect(reserve(ledger({ microUsd: 100 }), paid(1, 1, NaN))).toMatchObject({ left: { limit: 'microUsd' } })
  })

  it('is not passed under a limit that is no number', () => {
    expect(reserve(ledger({ calls: NaN }), paid(1, 1, 1))).toMatchObject({ left: { limit: 'calls' } })
  })
})

describe('settling', () => {
  it('gives back what was set aside and books what was paid', () => {
    const book = reserved({ microUsd: 100 }, [paid(1, 50, 60), paid(1, 20, 30)])
    const after = settle(book, paid(1, 50, 60), paid(1, 5, 10))
    expect(after).toEqual({ budget: { microUsd: 100 }, spent: paid(1, 5, 10), reserved: paid(1, 20, 30) })
    expect(reserve(after, paid(1, 50, 60))).toMatchObject({ _tag: 'Right' })
  })

  it('counts a price nobody knows as nothing, and prices after it all the same', () => {
    const book = settle(reserved({ calls: 5 }, [paid(1, 7, null)]), paid(1, 7, null), paid(1, 6, null))
    expect(book).toEqual({ budget: { calls: 5 }, spent: paid(1, 6, 0), reserved: nothingPaid })
    expect(settle(book, nothingPaid, paid(1, 1, 9)).spent).toEqual(paid(2, 7, 9))
  })

  it('with nothing paid leaves the ledger as it was before it was reserved', () => {
    const book = reserved({ calls: 5 }, [paid(1, 2, 3)], paid(2, 10, 5))
    for (const worst of [paid(2, 7, 9), paid(2, 7, null)])
      expect(E.map((after: Ledger) => settle(after, worst, nothingPaid))(reserve(book, worst))).toEqual(E.right(book))
  })

  it('books all that was paid, even if it is more than was set aside, and takes no further call', () => {
    const after = settle(reserved({ microUsd: 100 }, [paid(1, 1, 60)]), paid(1, 1, 60), paid(1, 1, 130))
    expect(after.spent.costMicroUsd).toBe(130)
    expect(shareOf(after)).toBe(1.3)
    expect(reserve(after, paid(1, 1, 0))).toMatchObject({ left: { spent: 130, reserved: 0, wanted: 0 } })
  })

  it('counts against a limit in money, even where what was spent before had no price', () => {
    const before = ledger({ microUsd: 100 }, paid(1, 1, null))
    const after = settle({ ...before, reserved: paid(1, 1, 100) }, paid(1, 1, 100), paid(1, 1, 100))
    expect(reserve(after, paid(1, 1, 1))).toMatchObject({ left: { limit: 'microUsd', spent: 100, wanted: 1 } })
  })
})

describe('the share of a budget', () => {
  it('is that of the limit that is nearest, spent and set aside', () => {
    const book = reserved({ calls: 10, tokens: 100, microUsd: 1000 }, [paid(1, 30, 100)], paid(2, 10, 300))
    expect(shareOf(book)).toBe(0.4)
    expect(shareOf({ ...book, budget: { calls: 4, tokens: 100, microUsd: 1000 } })).toBe(0.75)
    expect(shareOf({ ...book, budget: { microUsd: 1000 } })).toBe(0.4)
  })

  it('is 0 where nothing was taken, and 0 without limits', () => {
    expect(shareOf(ledger({ calls: 10 }))).toBe(0)
    expect(shareOf(ledger({}, paid(1, 2, 3)))).toBe(0)
  })

  it('is 1 where all is taken, or nothing is allowed', () => {
    expect(shareOf(reserved({ calls: 1 }, [paid(1, 0, 0)]))).toBe(1)
    expect(shareOf(ledger({ tokens: 0 }))).toBe(1)
    expect(shareOf(ledger({ tokens: 0, calls: 10 }))).toBe(1)
  })

  it('is beyond 1 where more was spent than is allowed now', () => {
    expect(shareOf(ledger({ microUsd: 100 }, paid(1, 1, 250)))).toBe(2.5)
  })
})

/** Resilience 15 and 22: 1200 tokens in at 3 and 350 out at 15 US dollars a million are 8850 millionths of a dollar. */
describe('the call of the example', () => {
  const call: Paid = {
    usage: { input: 1200, cached: 0, output: 350, reasoning: 0 },
    costMicroUsd: 1200 * 3 + 350 * 15,
    attempts: 1,
  }

  it('costs 8850 and takes 1550 tokens', () => {
    expect(call.costMicroUsd).toBe(8850)
    expect(reserve(ledger({ microUsd: 8850, tokens: 1550, calls: 1 }), call)).toMatchObject({ _tag: 'Right' })
    expect(reserve(ledger({ microUsd: 8849 }), call)).toMatchObject({ left: { allowed: 8849, wanted: 8850 } })
    expect(reserve(ledger({ tokens: 1549 }), call)).toMatchObject({ left: { allowed: 1549, wanted: 1550 } })
  })

  it('fits 564 times into an hour of 5 US dollars, exactly', () => {
    const hour = { microUsd: 5_000_000 }
    let book = ledger(hour)
    let taken = 0
    for (let next = reserve(book, call); E.isRight(next); next = reserve(book, call)) {
      book = settle(next.right, call, call)
      taken += 1
    }
    expect(taken).toBe(564)
    expect(book.spent).toEqual(Array.from({ length: 564 }, () => call).reduce(addPaid))
    expect(book.spent.costMicroUsd).toBe(4_991_400)
  })
})
