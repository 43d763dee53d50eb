import { describe, expect, it } from 'vitest'
import { allowsExtra, called, calledAgain, noExtraCalls } from './extra-calls.js'

const calls = (count: number, now: number) =>
  Array.from({ length: count }).reduce<typeof noExtraCalls>((seen) => called(seen, now), noExtraCalls)

const extra = (count: number, now: number, seen: typeof noExtraCalls) =>
  Array.from({ length: count }).reduce<typeof noExtraCalls>((before) => calledAgain(before, now), seen)

describe('the retries of a busy minute', () => {
  it('are free while fewer than a hundred calls were seen', () => {
    expect(allowsExtra(extra(98, 0, calls(99, 0)), 0)).toBe(true)
  })

  it('are at most a tenth of the calls from the hundredth on', () => {
    expect(allowsExtra(extra(9, 0, calls(100, 0)), 0)).toBe(true)
    expect(allowsExtra(extra(10, 0, calls(100, 0)), 0)).toBe(false)
    expect(allowsExtra(extra(19, 0, calls(200, 0)), 0)).toBe(true)
    expect(allowsExtra(extra(20, 0, calls(200, 0)), 0)).toBe(false)
  })

  it('are forgotten with the minutes', () => {
    const seen = extra(50, 0, calls(200, 0))
    expect(allowsExtra(seen, 59_999)).toBe(false)
    expect(allowsExtra(seen, 180_000)).toBe(true)
  })
})
