import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Properties, Property } from '@chorale/core/ports/graph'
import { propertiesIn, propertiesOut, propertyText } from './property.js'

const number = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constant(-0))
const text = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 5 })
const property: fc.Arbitrary<Property> = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.array(text),
  fc.array(number),
)

describe('properties as text', () => {
  it('are plain JSON where their values are plain', () => {
    const given: Properties = { text: 'tide', index: [0, 1], open: true, note: null, share: 0.5 }
    expect(propertiesIn(given)).toBe('{"text":"tide","index":[0,1],"open":true,"note":null,"share":0.5}')
  })

  it('say what JSON cannot', () => {
    expect(propertiesIn({ a: -0, b: [NaN, 1], c: '\ud800\0' })).toBe(
      String.raw`{"a":{"n":"-0"},"b":[{"n":"NaN"},1],"c":"\ud800\u0000"}`,
    )
  })

  it('come back as they were given, whatever they are', () => {
    const given = fc.dictionary(fc.constantFrom('a', 'constructor', 'id', 'n'), property, { noNullPrototype: true })
    fc.assert(
      fc.property(given, (properties) => {
        expect(propertiesOut(propertiesIn(properties))).toEqual(properties)
      }),
    )
  })

  it('stand as one value stands', () => {
    expect([1, 'x', ['a', 'b'], -0, null].map(propertyText)).toEqual(['1', '"x"', '["a","b"]', '{"n":"-0"}', 'null'])
  })
})
