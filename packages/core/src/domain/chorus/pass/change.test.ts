import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { change } from './change.js'

describe('the change from one text to another', () => {
  it.each([
    ['the cache holds hot and warm tiers', 'the cache holds hot and warm tiers safely', 0.125],
    ['the cache holds', 'the cache holds', 0],
    ['', '', 0],
    ['?!', ' - ', 0],
    ['', 'word', 1],
    ['hot', 'cold', 1],
    ['Hot, HOT; cold', 'cold hot', 0],
    ['a b c d e f g h i', 'a b c d e f g h i j', 0.1],
    ['温暖缓存', '温暖的缓存', 0.2],
    ['caf\u00e9', 'cafe\u0301', 0],
  ])('of %j to %j is %d', (a, b, expected) => {
    expect(change(a, b)).toBe(expected)
  })

  it('is the same both ways, from 0 to 1, and 0 to itself', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'C', '水', 'é', '-'), { maxLength: 8 }).map((all) => all.join(' '))
    fc.assert(
      fc.property(text, text, (a, b) => {
        const found = change(a, b)
        expect(found).toBe(change(b, a))
        expect(found).toBeGreaterThanOrEqual(0)
        expect(found).toBeLessThanOrEqual(1)
        expect(change(a, a)).toBe(0)
      }),
    )
  })
})
