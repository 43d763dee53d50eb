import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketWait, refilled, taken, type Bucket } from './bucket.js'

const two = { most: 120, perMs: 60_000 }

describe('a token bucket', () => {
  it('that was empty holds three tokens after a second and a half at two a second', () => {
    expect(refilled(two, { tokens: 0, at: 0 }, 1500)).toEqual({ tokens: 3, at: 1500 })
  })

  it('holds no more than it can, and time does not run backwards in it', () => {
    expect(refilled(two, { tokens: 119, at: 0 }, 1e9).tokens).toBe(120)
    expect(refilled(two, { tokens: 5, at: 1000 }, 0)).toEqual({ tokens: 5, at: 1000 })
  })

  it('says how long to wait, rounded up', () => {
    expect(bucketWait(two, { tokens: 0, at: 0 }, { cost: 1, now: 0 })).toBe(500)
    expect(bucketWait(two, { tokens: 0.5, at: 0 }, { cost: 1, now: 0 })).toBe(250)
    expect(bucketWait(two, { tokens: 0.999, at: 0 }, { cost: 1, now: 0 })).toBe(1)
    expect(bucketWait(two, { tokens: 1, at: 0 }, { cost: 1, now: 0 })).toBe(0)
  })

  it('lets more than it holds through when it is full, and owes it', () => {
    expect(bucketWait(two, { tokens: 120, at: 0 }, { cost: 300, now: 0 })).toBe(0)
    expect(taken(two, { tokens: 120, at: 0 }, { amount: 300, now: 0 })).toEqual({ tokens: -180, at: 0 })
    expect(taken(two, { tokens: 10, at: 0 }, { amount: -500, now: 0 }).tokens).toBe(120)
  })

  it('agrees with an exact log of what it allowed, within one request', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 20 }), (steps, most) => {
        const limit = { most, perMs: 10_000 }
        const log: number[] = []
        /** Every stretch of the log that ends now holds at most a full bucket and what flowed in. */
        const room = (now: number): number =>
          Math.min(most, ...log.map((from, i) => most + ((now - from) * most) / limit.perMs - (log.length - i)))
        let bucket: Bucket = { tokens: most, at: 0 }
        let now = 0
        return steps.every((gap) => {
          now += gap
          const isAllowed = bucketWait(limit, bucket, { cost: 1, now }) === 0
          const exact = room(now)
          if (isAllowed) {
            bucket = taken(limit, bucket, { amount: 1, now })
            log.push(now)
          }
          return isAllowed ? exact > 1 - 1e-6 : exact < 1 + 1e-6
        })
      }),
    )
  })
})
