import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { capOf, jitterOf, usualRetry } from './backoff.js'

describe('the waits of a retry', () => {
  it('have caps that double from one second to one minute', () => {
    const caps = Array.from({ length: 8 }, (_, k) => capOf(usualRetry, k))
    expect(caps).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
  })

  it.each([
    [0, 0],
    [0.25, 2000],
    [0.5, 4000],
    [0.999, 7992],
  ])('are, before the fourth retry and by the chance %d, %d ms', (chance, ms) => {
    expect(jitterOf(usualRetry, 3, chance)).toBe(ms)
  })

  it('lie between nothing and the cap, whole, whatever the terms', () => {
    const terms = fc
      .record({ baseMs: fc.integer({ min: 1, max: 60_000 }), factor: fc.double({ min: 1, max: 4, noNaN: true }) })
      .chain(({ baseMs, factor }) =>
        fc.integer({ min: baseMs, max: 300_000 }).map((maxDelayMs) => ({ baseMs, factor, maxDelayMs })),
      )
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(terms, fc.integer({ min: 0, max: 10 }), chance, (waits, k, random) => {
        const delay = jitterOf(waits, k, random)
        return Number.isInteger(delay) && delay >= 0 && delay <= capOf(waits, k) && capOf(waits, k) <= waits.maxDelayMs
      }),
    )
  })
})
