import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { thrownText } from './index.js'

describe('what was thrown', () => {
  it.each<readonly [string, unknown, string]>([
    ['an error', new RangeError('too deep'), 'RangeError: too deep'],
    ['a text', 'no shoes', 'no shoes'],
    ['nothing', undefined, 'undefined'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
    ['an object that has no text', Object.create(null), 'something that has no text'],
  ])('is said in words when it is %s', (_what, thrown, text) => {
    expect(thrownText(thrown)).toBe(text)
  })

  it('always has words, whatever it is', () => {
    const thrown = fc.anything({ withNullPrototype: true, withDate: true, withBigInt: true })
    fc.assert(fc.property(thrown, (value) => typeof thrownText(value) === 'string'))
  })
})
