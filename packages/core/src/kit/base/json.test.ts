import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, digestOf, sha256Hex, type Json } from './index.js'

/** The double with the given bits, as RFC 8785 lists its number samples. */
const double = (bits: string): number => Buffer.from(bits, 'hex').readDoubleBE()

describe('canonical JSON', () => {
  it('writes the sample of RFC 8785 3.2.2 as 3.2.3 prints it', () => {
    const sample = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    ) as Json
    expect(canonical(sample)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  it('sorts keys by UTF-16 code unit, not by code point: RFC 8785 3.2.3', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6']
    const written = canonical(Object.fromEntries(keys.map((key) => [key, 0])))
    expect(Object.keys(JSON.parse(written) as object).filter((key) => key !== '1')).toEqual(
      ['\r', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'], // an engine lists the integer-like '1' first, whatever the text says
    )
    expect(written.indexOf('"1"')).toBeGreaterThan(written.indexOf(String.raw`"\r"`))
    expect(written.indexOf('"1"')).toBeLessThan(written.indexOf('\u0080'))
  })

  it('sorts integer-like keys as texts', () => {
    expect(canonical({ 2: 'b', 10: 'a', 1: 'c' })).toBe('{"1":"c","10":"a","2":"b"}')
  })

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the number of bits %s as %s: RFC 8785 appendix B', (bits, written) => {
    expect(canonical(double(bits))).toBe(written)
  })

  it.each([
    [1e21, '1e+21'],
    [-0, '0'],
    [1e-7, '1e-7'],
    [100, '100'],
  ])('writes %d as %s', (number, written) => {
    expect(canonical({ n: number })).toBe(`{"n":${written}}`)
  })

  it('keeps non-ASCII text as it is and escapes only what JSON must', () => {
    expect(canonical('Zürich — 東京 😀 \u2028 \u007f')).toBe('"Zürich — 東京 😀 \u2028 \u007f"')
    expect(canonical('\u0000\u001f\t"\\/')).toBe(String.raw`"\u0000\u001f\t\"\\/"`)
  })

  it('does not unify what Unicode would: composed and decomposed texts stay two', () => {
    expect(canonical('\u00e9')).not.toBe(canonical('e\u0301'))
  })

  it('sorts at every depth and leaves lists in their order', () => {
    expect(canonical({ b: [{ z: 1, a: [3, 1, 2] }, []], a: {} })).toBe('{"a":{},"b":[{"a":[3,1,2],"z":1},[]]}')
  })

  it('leaves out members that are undefined, at every depth', () => {
    expect(canonical({ a: undefined, b: { c: undefined, d: 1 }, e: [{ f: undefined }] })).toBe('{"b":{"d":1},"e":[{}]}')
    expect(canonical({ a: undefined })).toBe('{}')
  })
})

describe('canonical JSON, in order already or not', () => {
  // A cast at the seam: the package's default export is the module itself.
  const library = canonicalize as unknown as (value: unknown) => string

  it('is what the library writes, whatever the order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = value as Json
        const inOrder = JSON.parse(library(json)) as Json
        expect(canonical(json)).toBe(library(json))
        expect(canonical(inOrder)).toBe(library(json))
      }),
    )
  })

  it.each([
    { a: 'x', b: { c: 1, d: [2, { e: null }] } },
    { a: 1, b: { d: 1, c: 1 } },
    [{ b: 1, a: 2 }],
    { 9: 1, 10: 2 },
    { b: { 9: 1, 10: [{ d: 1, c: 2 }] }, a: 1 },
    JSON.parse('{"b":1,"__proto__":{"z":1,"a":2},"a":{"__proto__":3,"A":4}}') as Json,
  ])('is what the library writes for %j', (value) => {
    expect(canonical(value)).toBe(library(value))
  })

  it.each([NaN, Infinity, -Infinity])('is refused for %d, at the top and below', (number) => {
    for (const value of [number, [number], { a: 1, b: { c: number } }]) expect(() => canonical(value)).toThrow()
  })
})

describe('a digest', () => {
  it('of a text is the SHA-256 of its UTF-8 bytes', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(sha256Hex('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c')
  })

  it('of a value is that of its canonical text', () => {
    expect(digestOf({ b: 1, a: [true, null] })).toBe(sha256Hex('{"a":[true,null],"b":1}'))
  })

  it('is the same whether a member is undefined or not there', () => {
    expect(digestOf({ a: 1, b: undefined })).toBe(digestOf({ a: 1 }))
  })

  it('tells null from absent', () => {
    expect(digestOf({ a: 1, b: null })).not.toBe(digestOf({ a: 1 }))
  })
})
