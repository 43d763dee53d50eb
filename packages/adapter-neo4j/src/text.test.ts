import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runIn, runOut, textIn, textOut } from './text.js'
import { valueIn } from './value.js'

/** Any text of JavaScript, halves of pairs and all. */
const unit = fc.oneof(fc.nat(0xffff), fc.constantFrom(0, 1, 0xd7fe, 0xd7ff, 0xd800, 0xdc00, 0xdfff, 0xe000, 0xffff))
const anyText = fc.array(unit, { maxLength: 6 }).map((units) => String.fromCharCode(...units))
const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text)

describe('a text of the journal', () => {
  it('comes back as it was, and travels well-formed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(textOut(textIn(text))).toBe(text)
        expect(isWellFormed(textIn(text))).toBe(true)
      }),
    )
  })

  it('is kept as it is, where it can be', () => {
    expect(textIn('{"a":"é😀\0"}')).toBe('{"a":"é😀\0"}')
    expect(textIn('\ud800')).toBe('\u0001"\\ud800"')
  })
})

describe('the id of a run', () => {
  it('comes back as it was, and travels well-formed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(runOut(runIn(text))).toBe(text)
        expect(isWellFormed(runIn(text))).toBe(true)
      }),
    )
  })

  it('has the order of its code units, also by code point', () => {
    const byPoint = (text: string) => Array.from(runIn(text), (each) => String(each.codePointAt(0)).padStart(8)).join()
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(byPoint(a) < byPoint(b)).toBe(a < b)
        expect(runIn(a) < runIn(b)).toBe(a < b)
      }),
    )
  })
})

describe('a number for the store', () => {
  it.each([
    [1, 1n],
    [-0, -0],
    [0.5, 0.5],
    [2 ** 53, 2 ** 53],
    [
      [1, 2],
      [1n, 2n],
    ],
    [
      [1, -0],
      [1, -0],
    ],
    [[], []],
  ])('%j is %s', (value, expected) => {
    expect(valueIn(value)).toEqual(expected)
  })
})
