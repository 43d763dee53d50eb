import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copied } from './copied.js'

/** Every object and array in a value, the value itself included. */
const partsOf = (value: unknown): readonly object[] =>
  typeof value !== 'object' || value === null ? [] : [value, ...Object.values(value).flatMap(partsOf)]

describe('a copy of plain data', () => {
  it('is equal to it and shares nothing with it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copy = copied(value)
        expect(JSON.stringify(copy)).toBe(JSON.stringify(value))
        const parts = new Set(partsOf(value))
        expect(partsOf(copy).filter((part) => parts.has(part))).toEqual([])
      }),
    )
  })

  it('takes a member called __proto__ for a member', () => {
    const copy = copied(JSON.parse('{"__proto__": {"evil": 1}, "a": [{"__proto__": null}]}') as object)
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"evil":1},"a":[{"__proto__":null}]}')
    expect('evil' in copy).toBe(false)
  })
})
