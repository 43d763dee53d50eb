import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashesSql, hashIn, hashOut, hashSql, numberIn, numberOut, textIn, textOut } from './column.js'

const sha = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

describe('a text in a column', () => {
  it.each(['', 'tide', "it's", 'Zürich 東京 😀', '=1', '{"a":1}', '\u2028', '\ufffe'])('is itself: %j', (text) => {
    expect(textIn(text)).toBe(text)
  })

  it.each([
    ['NUL', 'a\0b', String.raw`"a\u0000b"`],
    ['half a pair', '\ud800', String.raw`"\ud800"`],
    ['the escape itself', '\u0001"x"', String.raw`"\u0001\"x\""`],
  ])('is JSON behind U+0001 where it holds %s', (_what, text, json) => {
    expect(textIn(text)).toBe(`\u0001${json}`)
  })

  it('comes back as it was given, whatever it is', () => {
    const units = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) })
    fc.assert(fc.property(fc.oneof(units, fc.constant('\u0001')), (text) => textOut(textIn(text)) === text))
  })

  it('never holds what SQLite or UTF-8 could not', () => {
    const units = fc.string({ unit: fc.constantFrom('a', '\0', '\ud800', '\udc00', '\u0001') })
    fc.assert(
      fc.property(
        units,
        (text) => Buffer.from(textIn(text)).toString() === textIn(text) && !textIn(text).includes('\0'),
      ),
    )
  })

  it('is not made up of what is no text', () => {
    for (const cell of [null, 5, undefined]) expect(() => textOut(cell)).toThrow(TypeError)
  })
})

describe('a number in a column', () => {
  it.each([
    [0, 0],
    [-5, -5],
    [2 ** 53 - 1, 2 ** 53 - 1],
    [-0, '=-0'],
    [0.5, '=0.5'],
    [2 ** 53, '=9007199254740992'],
    [NaN, '=NaN'],
    [-Infinity, '=-Infinity'],
  ])('%d is %j', (number, cell) => {
    expect(numberIn(number)).toBe(cell)
  })

  it('comes back as it was given, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.maxSafeInteger()), (number) =>
        Object.is(numberOut(numberIn(number)), number),
      ),
    )
  })

  it('is not made up of what is no number', () => {
    for (const cell of [null, undefined]) expect(() => numberOut(cell)).toThrow(TypeError)
  })
})

describe('a hash in a column', () => {
  it('is its 32 bytes where it is a SHA-256 in hex', () => {
    expect(hashIn(sha)).toEqual(Buffer.from(sha, 'hex'))
  })

  it.each(['', 'beginning', sha.toUpperCase(), sha.slice(1), `${sha}0`])('is a text where it is none: %j', (hash) => {
    expect(hashIn(hash)).toBe(hash)
  })

  it('is read as hex where it is bytes, and as it is where it is a text', () => {
    expect(hashSql('e.hash')).toBe("CASE typeof(e.hash) WHEN 'blob' THEN lower(hex(e.hash)) ELSE e.hash END")
  })

  it('comes back from among many as it was given', () => {
    for (const hash of [sha, '', '=', 'ABC', '\u0001', '\ud800', sha.toUpperCase()]) {
      const kept = hashIn(hash)
      const read =
        typeof kept === 'string'
          ? `=${kept}`
          : Buffer.from(kept as Uint8Array)
              .toString('hex')
              .toUpperCase()
      expect(hashOut(read)).toBe(hash)
    }
    expect(hashesSql('h')).toBe("CASE typeof(h) WHEN 'blob' THEN hex(h) ELSE '=' || h END")
    for (const cell of [null, 5, undefined]) expect(() => hashOut(cell)).toThrow(TypeError)
  })
})
