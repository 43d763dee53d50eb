import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { counted, emptySliding, type Sliding } from '../../../kit/rate/index.js'
import { countOne, fullBucket, takeOne } from './rate.js'

const rightOf = <A>(either: E.Either<number, A>): A | undefined => (E.isRight(either) ? either.right : undefined)
const waitOf = (either: E.Either<number, unknown>): number => (E.isLeft(either) ? either.left : 0)

const walks = fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 80 })
const rates = fc.integer({ min: 1, max: 20 }).map((most) => ({ most, perMs: 10_000 }))

describe('a token bucket', () => {
  it('that was empty holds three tokens after a second and a half at two a second', () => {
    const two = { most: 120, perMs: 60_000 }
    let bucket = fullBucket
    for (let i = 0; i < 120; i += 1) bucket = rightOf(takeOne(two, bucket, 1e12)) ?? NaN
    expect(waitOf(takeOne(two, bucket, 1e12))).toBe(500)
    for (let i = 0; i < 3; i += 1) bucket = rightOf(takeOne(two, bucket, 1e12 + 1500)) ?? NaN
    expect(waitOf(takeOne(two, bucket, 1e12 + 1500))).toBe(500)
  })

  it('agrees with an exact log of what it let through, within one', () => {
    fc.assert(
      fc.property(walks, rates, (gaps, rate) => {
        const log: number[] = []
        let [bucket, now] = [fullBucket, 1e12]
        for (const gap of gaps) {
          now += gap
          // Every stretch of the log that ends now holds at most a full bucket and what flowed in.
          const flowed = (from: number) => rate.most + ((now - from) * rate.most) / rate.perMs
          const room = Math.min(rate.most, ...log.map((from, i) => flowed(from) - (log.length - i)))
          const taken = takeOne(rate, bucket, now)
          expect(E.isRight(taken) ? room > 1 - 1e-4 : room < 1 + 1e-4).toBe(true)
          if (E.isRight(taken)) log.push(now)
          bucket = rightOf(taken) ?? bucket
        }
      }),
    )
  })
})

describe('a sliding window', () => {
  it('counts 90 for 80 before and 30 now, a quarter into the window', () => {
    expect(counted(1000, { window: 5, before: 80, current: 30 }, 5250)).toBe(90)
  })

  it('lets through what an exact log of both windows would', () => {
    fc.assert(
      fc.property(walks, rates, (gaps, rate) => {
        const log: number[] = []
        let window: Sliding = emptySliding
        let now = 1e12
        for (const gap of gaps) {
          now += gap
          const step = countOne(rate, window, now)
          const start = Math.floor(now / rate.perMs) * rate.perMs
          const before = log.filter((at) => at >= start - rate.perMs && at < start).length
          const current = log.filter((at) => at >= start).length
          const exact = before * (1 - (now - start) / rate.perMs) + current + 1
          expect(E.isRight(step) ? exact < rate.most + 1e-6 : exact > rate.most - 1e-6).toBe(true)
          if (E.isRight(step)) log.push(now)
          window = rightOf(step) ?? window
        }
      }),
    )
  })

  it('tells a wait after which it lets one through, and before which it does not', () => {
    fc.assert(
      fc.property(walks, rates, (gaps, rate) => {
        let window: Sliding = emptySliding
        let now = 1e12
        for (const gap of gaps) {
          now += gap
          const step = countOne(rate, window, now)
          window = rightOf(step) ?? window
          if (E.isRight(step)) continue
          expect(E.isRight(countOne(rate, window, now + step.left))).toBe(true)
          expect(step.left === 1 || E.isLeft(countOne(rate, window, now + step.left - 1))).toBe(true)
        }
      }),
    )
  })
})
