import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, digestOf, normalise, type Json } from '@chorale/core/base'

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json> // reason: fast-check's JsonValue is the same type under another name

/** Values from so few parts that two of them are often equal. */
const small = fc.letrec<{ readonly value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom<Json>(null, 0, 1, '1', 'a', true),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', '1'), tie('value'), { maxKeys: 2, noNullPrototype: true }),
  ),
})).value

/** The same value with the members of every object written in the opposite order. */
const turned = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(turned)
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, member]) => [key, turned(member ?? null)]),
      )
    : value
}

describe('canonical JSON', () => {
  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonical(turned(value))).toBe(canonical(value))
        expect(digestOf(turned(value))).toBe(digestOf(value))
      }),
    )
  })

  it('reads back as the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('is its own canonical form', () => {
    fc.assert(fc.property(json, (value) => canonical(JSON.parse(canonical(value)) as Json) === canonical(value)))
  })

  it('is equal exactly where values are', () => {
    fc.assert(fc.property(small, small, (a, b) => (canonical(a) === canonical(b)) === isDeepStrictEqual(a, b)))
  })
})

describe('normalise', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        ' ',
        '\t',
        '\u0085',
        '\u00a0',
        '\u2028',
        '\u3000',
        '\u00a8',
        '\u0308',
        '\ufb01',
        'e',
        '\u0301',
        'A',
      ),
    }),
  )

  it('changes nothing when done twice', () => {
    fc.assert(fc.property(text, (given) => normalise(normalise(given)) === normalise(given)))
  })

  it('does not care about white space around a text, nor how much of it stands between words', () => {
    const words = fc.array(fc.stringMatching(/^[a-zäß0-9]{1,5}$/), { minLength: 1, maxLength: 5 })
    const gap = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\u00a0', '\u2003'), minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(words, gap, (given, space) => normalise(`${space}${given.join(space)}${space}`) === given.join(' ')),
    )
  })
})
