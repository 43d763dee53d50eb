import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokensOf } from '@chorale/core/base'
import { ledger, reserve, settle, shareOf, type Budget, type Ledger } from '@chorale/core/budget'
import { addPaid, nothingPaid, type Paid } from '@chorale/core/fault'

/** Small enough that limits are met, and now and then so large that rounding would show. */
const count = fc.oneof(fc.nat(20), fc.nat(20), fc.constantFrom(2 ** 40, 2 ** 40 - 1))
const paid = (price: fc.Arbitrary<number | null>): fc.Arbitrary<Paid> =>
  fc.record({
    usage: fc.record({ input: count, cached: count, output: count, reasoning: count }),
    costMicroUsd: price,
    attempts: fc.nat(4),
  })
const worst = paid(fc.oneof({ weight: 9, arbitrary: count }, { weight: 1, arbitrary: fc.constant(null) }))
const limit = fc.oneof(fc.nat(100), fc.nat(100), fc.constantFrom(2 ** 42, 2 ** 44 + 1))
const budget: fc.Arbitrary<Budget> = fc.record({ calls: limit, tokens: limit, microUsd: limit }, { requiredKeys: [] })

/** Reserve a call; or settle one of those under way, at so many hundredths of what was set aside. */
const move = fc.oneof(
  fc.record({ verb: fc.constant('reserve' as const), worst }),
  fc.record({ verb: fc.constant('settle' as const), which: fc.nat(50), percent: fc.integer({ min: 0, max: 100 }) }),
)
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never

const part = ({ usage, costMicroUsd, attempts }: Paid, percent: number): Paid => {
  const of = (number: number) => Math.floor((number / 100) * percent)
  return {
    usage: {
      input: of(usage.input),
      cached: of(usage.cached),
      output: of(usage.output),
      reasoning: of(usage.reasoning),
    },
    costMicroUsd: costMicroUsd === null ? null : of(costMicroUsd),
    attempts: of(attempts),
  }
}

/** A payment as exact integers, so that a sum can be compared with one that does not round. */
const exactly = ({ usage, costMicroUsd, attempts }: Paid) => ({
  calls: BigInt(attempts),
  tokens: BigInt(usage.input) + BigInt(usage.cached) + BigInt(usage.output) + BigInt(usage.reasoning),
  microUsd: BigInt(costMicroUsd ?? 0),
})
const sum = (all: readonly Paid[]) =>
  all
    .map(exactly)
    .reduce((a, b) => ({ calls: a.calls + b.calls, tokens: a.tokens + b.tokens, microUsd: a.microUsd + b.microUsd }), {
      ...{ calls: 0n, tokens: 0n, microUsd: 0n },
    })

interface Course {
  readonly book: Ledger
  /** What each call under way has set aside. */
  readonly underWay: readonly Paid[]
  readonly paid: readonly Paid[]
}

const limits = ['calls', 'tokens', 'microUsd'] as const

/** Whether a call fits into what is left, in exact integers; one without a price never under a limit in money. */
const fits = ({ book, underWay, paid: all }: Course, call: Paid): boolean => {
  const after = sum([...all, ...underWay, call])
  return limits.every((name) => {
    const allowed = book.budget[name]
    return (
      allowed === undefined || (after[name] <= BigInt(allowed) && !(name === 'microUsd' && call.costMicroUsd === null))
    )
  })
}

const moved = (course: Course, done: Move): Course => {
  const { book, underWay, paid: all } = course
  if (done.verb === 'reserve') {
    const next = reserve(book, done.worst)
    expect(E.isRight(next)).toBe(fits(course, done.worst))
    return E.isRight(next) ? { ...course, book: next.right, underWay: [...underWay, done.worst] } : course
  }
  const i = done.which % Math.max(1, underWay.length)
  const aside = underWay[i]
  if (aside === undefined) return course
  const actual = part(aside, done.percent)
  return { book: settle(book, aside, actual), underWay: underWay.filter((_, j) => j !== i), paid: [...all, actual] }
}

/** Every state a ledger goes through. */
const courseOf = (given: Budget, moves: readonly Move[]): readonly Course[] => {
  const courses: Course[] = [{ book: ledger(given), underWay: [], paid: [] }]
  for (const done of moves) courses.push(moved(courses.at(-1) as Course, done)) // reason: there is always one
  return courses
}

const moves = fc.array(move, { maxLength: 25 })

describe('a ledger', () => {
  it('never lets spent and set aside together exceed a limit, whatever is reserved and settled in whatever order', () => {
    fc.assert(
      fc.property(budget, moves, (given, list) => {
        for (const { book } of courseOf(given, list)) {
          const [spent, aside] = [exactly(book.spent), exactly(book.reserved)]
          for (const name of limits) {
            const allowed = given[name]
            if (allowed === undefined) continue
            expect(spent[name] <= BigInt(allowed)).toBe(true)
            expect(spent[name] + aside[name] <= BigInt(allowed)).toBe(true)
          }
          expect(shareOf(book) <= 1).toBe(true)
        }
      }),
    )
  })

  it('is the exact sum of what was paid and of what is under way', () => {
    fc.assert(
      fc.property(budget, moves, (given, list) => {
        for (const { book, underWay, paid: all } of courseOf(given, list)) {
          expect(exactly(book.spent)).toEqual(sum(all))
          expect(exactly(book.reserved)).toEqual(sum(underWay))
          expect(book.budget).toBe(given)
        }
      }),
    )
  })

  it('is as it was before, once what was reserved is settled with nothing paid', () => {
    fc.assert(
      fc.property(budget, moves, worst, (given, list, call) => {
        const { book } = courseOf(given, list).at(-1) as Course // reason: there is always one
        const next = reserve(book, call)
        if (E.isRight(next)) expect(settle(next.right, call, nothingPaid)).toEqual(book)
      }),
    )
  })

  it('does not change by being asked, granted or refused', () => {
    fc.assert(
      fc.property(budget, moves, worst, (given, list, call) => {
        const { book } = courseOf(given, list).at(-1) as Course // reason: there is always one
        const before = structuredClone(book)
        reserve(book, call)
        settle(book, call, call)
        expect(book).toEqual(before)
      }),
    )
  })

  it('does not depend on the order in which calls are settled', () => {
    const calls = fc.array(fc.tuple(paid(count), fc.integer({ min: 0, max: 100 })), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(calls, (list) => {
        const aside = list.map(([call]) => call).reduce(addPaid)
        const settled = (pairs: typeof list) =>
          pairs.reduce<Ledger>((book, [call, percent]) => settle(book, call, part(call, percent)), {
            ...{ ...ledger({}), reserved: aside },
          })
        expect(settled(list.toSorted(([, a], [, b]) => a - b))).toEqual(settled(list))
        expect(settled(list).reserved).toEqual(nothingPaid)
      }),
    )
  })

  it('names in a refusal a limit that would break, with numbers that show it', () => {
    fc.assert(
      fc.property(budget, moves, worst, (given, list, call) => {
        const { book } = courseOf(given, list).at(-1) as Course // reason: there is always one
        const next = reserve(book, call)
        if (E.isRight(next)) return
        const { limit: name, allowed, spent, reserved, wanted } = next.left
        expect(allowed).toBe(given[name])
        expect(BigInt(spent)).toBe(exactly(book.spent)[name])
        expect(BigInt(reserved)).toBe(exactly(book.reserved)[name])
        expect(wanted).toBe({ calls: call.attempts, tokens: tokensOf(call.usage), microUsd: call.costMicroUsd }[name])
        expect(wanted === null || spent + reserved + wanted > allowed).toBe(true)
      }),
    )
  })

  it('keeps its budget with 50 calls at once, resilience 22', () => {
    const call = fc.tuple(paid(count), fc.integer({ min: 0, max: 100 }))
    // Not shrunk: fifty are the case, and to make each of them smaller takes minutes.
    const calls = fc.noShrink(fc.array(call, { minLength: 50, maxLength: 50 }))
    fc.assert(
      fc.property(budget, calls, (given, list) => {
        const all: Move[] = [
          ...list.map(([most]) => ({ verb: 'reserve' as const, worst: most })),
          ...list.map(([, percent]) => ({ verb: 'settle' as const, which: percent, percent })),
        ]
        const { book, underWay } = courseOf(given, all).at(-1) as Course // reason: there is always one
        expect(underWay).toEqual([])
        expect(book.reserved).toEqual(nothingPaid)
        for (const name of limits) expect(exactly(book.spent)[name] <= BigInt(given[name] ?? 2 ** 53)).toBe(true)
      }),
    )
  })
})
