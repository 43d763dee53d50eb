import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { counted, counting, emptySliding, slidingWait, type Sliding } from './sliding.js'

const perMs = 60_000

describe('a sliding window', () => {
  it('with 80 before, 30 now and a quarter gone counts 90', () => {
    expect(counted(perMs, { window: 10, before: 80, current: 30 }, 10.25 * perMs)).toBe(90)
  })

  it('moves on with the time, and forgets after two windows', () => {
    const state = counting(perMs, emptySliding, { amount: 40, now: 0 })
    expect([0, 59_999, 60_000, 90_000, 120_000].map((now) => counted(perMs, state, now))).toEqual([40, 40, 40, 20, 0])
  })

  it('gives back no more than it holds', () => {
    expect(counting(perMs, { window: 0, before: 5, current: 3 }, { amount: -10, now: 0 })).toEqual({
      window: 0,
      before: 5,
      current: 0,
    })
  })

  it('says how long to wait until it fits, and is right about it', () => {
    const state = fc.record({ window: fc.constant(3), before: fc.nat({ max: 150 }), current: fc.nat({ max: 150 }) })
    const now = fc.integer({ min: 3 * perMs, max: 4 * perMs - 1 })
    fc.assert(
      fc.property(state, now, fc.integer({ min: 1, max: 120 }), (given, at, cost) => {
        const limit = { most: 100, perMs }
        const wait = slidingWait(limit, given, { cost, now: at })
        const room = 100 - Math.min(cost, 100)
        if (wait === 0) return counted(perMs, given, at) <= room
        const fits = counted(perMs, given, at + wait) <= room + 1e-6
        return fits && (wait <= 1 || counted(perMs, given, at + wait - 1) > room - 1e-6)
      }),
    )
  })

  it('agrees with an exact log within one request, where requests come evenly', () => {
    const even = fc.record({ gap: fc.integer({ min: 100, max: 5000 }), most: fc.integer({ min: 2, max: 100 }) })
    fc.assert(
      fc.property(even, ({ gap, most }) => {
        let state: Sliding = emptySliding
        const log: number[] = []
        for (let now = 0; now < 10 * perMs; now += gap) {
          if (counted(perMs, state, now) + 1 > most) continue
          state = counting(perMs, state, { amount: 1, now })
          log.push(now)
          const exact = log.filter((at) => at > now - perMs).length
          if (exact > most + 1) return false
        }
        return true
      }),
      { numRuns: 60 },
    )
  })
})
