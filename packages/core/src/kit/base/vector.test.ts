import { describe, expect, it } from 'vitest'
import { at, set, toArray, vector } from './index.js'

const count = (length: number): readonly number[] => Array.from({ length }, (_, i) => i)

describe('a vector', () => {
  it.each([0, 1, 31, 32, 33, 1023, 1024, 1025, 32_768, 32_769])(
    'of %d items gives each back at its index',
    (length) => {
      const items = vector(count(length))
      expect(items.length).toBe(length)
      expect(toArray(items)).toEqual(count(length))
      expect(count(length).every((i) => at(i, items) === i)).toBe(true)
    },
  )

  it.each([-1, 40, 41, 1e9, Infinity, -Infinity])('holds nothing at %d when it has 40 items', (index) => {
    const items = vector(count(40))
    expect(at(index, items)).toBeUndefined()
    expect(set(index, -5, items)).toBe(items)
  })

  it.each([0.5, NaN])('holds nothing at %d, which is no index', (index) => {
    const items = vector(count(40))
    expect(at(index, items)).toBeUndefined()
    expect(toArray(set(index, -5, items))).toEqual(count(40))
  })

  it('keeps lists and undefined as items like any other', () => {
    const items = set(1, [], vector<readonly number[] | undefined>([[1, 2], [3], undefined]))
    expect(toArray(items)).toEqual([[1, 2], [], undefined])
  })

  it.each([3, 33])('of %d items does not change when the list it was made from does', (length) => {
    const given = [...count(length)]
    const items = vector(given)
    given[0] = -5
    expect(at(0, items)).toBe(0)
  })

  it('gives out a list whose change does not change the vector', () => {
    const items = vector(count(3))
    const given = toArray(items) as number[] // reason: a host without readonly may write into what it was given
    given[0] = -5
    expect(at(0, items)).toBe(0)
  })
})
