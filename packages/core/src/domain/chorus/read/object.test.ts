import fc from 'fast-check'
import * as O from 'fp-ts/lib/Option.js'
import { describe, expect, it } from 'vitest'
import { findObject } from './object.js'

describe('the object in a text', () => {
  it.each([
    ['{"a":1}', { a: 1 }],
    [' {"a":1}\n', { a: 1 }],
    ['Sure! {"a":1} Done.', { a: 1 }],
    ['```json\n{"a":1}\n```', { a: 1 }],
    ['{"b":2}\n```\n{"a":1}\n```', { a: 1 }],
    ['```\nno json\n```\n{"a":1}', { a: 1 }],
    ['```js\n{"a":1}', { a: 1 }],
    ['{"a":1} {"b":2}', { a: 1 }],
    ['{x} {"a":1}', { a: 1 }],
    ['{ never closed {"a":1}', { a: 1 }],
    ['} {"a":1}', { a: 1 }],
    ['"quoted {"a":1}', { a: 1 }],
    ['x {"a":"}"} y', { a: '}' }],
    ['x {"a":"{"} y', { a: '{' }],
    ['x {"a":"\\"}"} y', { a: '"}' }],
    ['x {"a":"\\\\"} y', { a: '\\' }],
    ['x {"a":{"b":{}}} y', { a: { b: {} } }],
    ['[{"a":1}]', { a: 1 }],
  ])('%s', (text, expected) => {
    expect(findObject(text)).toEqual(O.some(expected))
  })

  it.each(['', 'no', '[]', '1', 'null', '{"a":1', '{a:1}', '{"a":"}'])('is not there in %j', (text) => {
    const found = findObject(text)
    expect(found).toEqual(O.none)
  })

  it('is found in any prose without braces, fences and quotation marks', () => {
    const prose = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[{}"`[\]\d]/gu, ''))
    const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true })
    fc.assert(
      fc.property(prose, object, prose, (before, value, after) => {
        const text = JSON.stringify(value)
        expect(findObject(`${before}${text}${after}`)).toEqual(O.some(JSON.parse(text)))
      }),
    )
  })
})
