import { describe, expect, it } from 'vitest'
import { isExact, spanOf } from './number.js'

describe('a number', () => {
  it.each([0, -0, 1, -5, 5.5, 0.1, 99.9999, 1e-7, 1_760_000_000_123, 2 ** 53, -(2 ** 60), 123456.789, 999999999999999])(
    'is kept as it is: %d',
    (number) => {
      expect(isExact(number)).toBe(true)
      expect(spanOf(number)).toEqual({ least: number, most: number })
    },
  )

  it.each([123456789.12345679, 0.1 + 0.2, Math.PI * 1e-10, -1e300 / 3, 2 ** 64, 1e-300, 5e-324, Number.MAX_VALUE])(
    'may change its last bit: %d',
    (number) => {
      const { least, most } = spanOf(number)
      expect(isExact(number)).toBe(false)
      expect(least).toBeLessThanOrEqual(number)
      expect(most).toBeGreaterThanOrEqual(number)
      expect(most).toBeGreaterThan(least)
      expect(Math.sign(least)).toBe(Math.sign(most))
      expect(Number.isFinite(most - least)).toBe(true)
      expect((most - least) / Math.abs(number)).toBeLessThan(number === 5e-324 ? 4 : 1e-15)
    },
  )
})
