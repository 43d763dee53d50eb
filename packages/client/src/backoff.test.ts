import { describe, expect, it } from 'vitest'
import { waitOf } from './backoff.js'

describe('the wait before a try', () => {
  it.each([
    [0, 1000],
    [1, 2000],
    [2, 4000],
    [3, 8000],
    [4, 16_000],
    [5, 30_000],
    [50, 30_000],
  ])('after %i failures is anything below %i ms', (tries, cap) => {
    expect(waitOf(tries, () => 0)).toBe(0)
    expect(waitOf(tries, () => 0.5)).toBe(cap / 2)
    expect(waitOf(tries, () => 0.9999)).toBeLessThan(cap)
  })
})
