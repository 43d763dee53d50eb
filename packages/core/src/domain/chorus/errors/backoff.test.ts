import { describe, expect, it } from 'vitest'
import { pauseAfter } from './backoff.js'

const pauses = (loopId: string) => [1, 2, 3, 4, 7, 9].map((tries) => pauseAfter({ loopId, key: 'k', tries }))

describe('The pause before another try', () => {
  it('lies below a bound that doubles from a second up to a minute', () => {
    for (const loop of Array.from({ length: 50 }, (_, i) => `loop ${i}`))
      pauses(loop).forEach((pause, i) => {
        expect(pause).toBeGreaterThanOrEqual(0)
        expect(pause).toBeLessThanOrEqual([1000, 2000, 4000, 8000, 60_000, 60_000][i] ?? 0)
      })
  })

  it('is the same in every replay, and another in every loop', () => {
    expect(pauses('a')).toEqual(pauses('a'))
    expect(pauses('a')).not.toEqual(pauses('b'))
  })

  it('is as long as the other side asks, up to a minute', () => {
    expect(pauseAfter({ loopId: 'a', key: 'k', tries: 1 }, 5000)).toBe(5000)
    expect(pauseAfter({ loopId: 'a', key: 'k', tries: 1 }, 600_000)).toBe(60_000)
  })
})
