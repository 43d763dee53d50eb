import { describe, expect, it } from 'vitest'
import { markerOf, withoutMarkers } from './markers.js'

describe('markers', () => {
  it.each([
    ['a[^1] b[^2]', 'a b[^2]'],
    ['a[^1][^1]', 'a'],
    ['[[^1]^1]', ''],
    ['[^[^1]1]', ''],
    ['a[^12] [1] ^1', 'a[^12] [1] ^1'],
    ['😀[^1]', '😀'],
    ['[^1', '[^1'],
  ])('are taken out of %j', (text, expected) => {
    expect(withoutMarkers(text, new Set(['1']))).toBe(expected)
  })

  it.each([
    ['1', '1'],
    ['^1', '1'],
    ['[^1]', '1'],
    [' note ', 'note'],
  ])('written as %j are %j', (written, expected) => {
    expect(markerOf(written)).toBe(expected)
  })

  it('of more than a marker may have stay', () => {
    const long = 'x'.repeat(65)
    expect(withoutMarkers(`a[^${long}]`, new Set([long]))).toBe(`a[^${long}]`)
    const most = 'x'.repeat(64)
    expect(withoutMarkers(`a[^${most}]`, new Set([most]))).toBe('a')
  })
})
