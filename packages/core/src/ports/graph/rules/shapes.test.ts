import { describe, expect, it } from 'vitest'
import { doubleAmong, shapesOf, valuesOf } from './shapes.js'

const [a, b] = [
  { label: 'Cell', properties: ['a'] },
  { label: 'Cell', properties: ['b', 'a'] },
]

describe('the shapes of a schema', () => {
  it('are those of all steps, but for what a later one has dropped', () => {
    expect(shapesOf([])).toEqual({ unique: [], indexes: [] })
    expect(
      shapesOf([
        { version: 1, about: '', unique: [a, b], indexes: [a] },
        { version: 2, about: '', drop: [a], unique: [] },
      ]),
    ).toEqual({ unique: [b], indexes: [] })
  })

  it('may come back', () => {
    const step = { about: '', unique: [a] }
    expect(
      shapesOf([
        { ...step, version: 1 },
        { ...step, version: 2, drop: [a] },
      ]),
    ).toEqual({ unique: [a], indexes: [] })
  })
})

describe('nodes that are alike', () => {
  const node = (id: string, properties: { readonly [name: string]: number | string }) => ({
    ...{ label: 'Cell', id, properties },
  })

  it('are found by all properties of a shape, zero being one number', () => {
    expect(doubleAmong(b, [node('1', { a: 1, b: 0 }), node('2', { a: 2, b: 0 }), node('3', { b: -0, a: 1 })])).toBe(
      'Cell 1 and 3 have the same b, a',
    )
  })

  it('are not those that lack one, nor those whose values are of another kind', () => {
    expect(doubleAmong(b, [node('1', { a: 1 }), node('2', { a: 1 })])).toBeUndefined()
    expect(doubleAmong(a, [node('1', { a: 1 }), node('2', { a: '1' })])).toBeUndefined()
    expect(valuesOf(node('1', { a: 1 }), b)).toBeUndefined()
  })
})
