import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts/lib/index.js'
import { describe, expect, it } from 'vitest'
import { badInput, findingsOf, pathOf, type Finding } from './index.js'

const findings = (codec: t.Mixed, input: unknown): readonly Finding[] => {
  const decoded = codec.decode(input)
  return E.isLeft(decoded) ? findingsOf(decoded.left) : []
}

const pathsOf = (codec: t.Mixed, input: unknown): readonly string[] => findings(codec, input).map(({ path }) => path)

const matrix = t.type({ rows: t.array(t.string), cells: t.array(t.array(t.string)) })
const both = t.intersection([t.type({ name: t.string }), t.partial({ size: t.number })])
const either = t.union([t.type({ left: t.string }), t.type({ left: t.number })])

describe('a path', () => {
  it.each([
    [[], ''],
    [['A'], 'A'],
    [['A', 'cells', 1, 2], 'A.cells[1][2]'],
    [['A', 'cells', '1', '2'], 'A.cells[1][2]'],
    [[0, 'name'], '[0].name'],
  ])('of %j is %j', (keys, path) => {
    expect(pathOf(keys)).toBe(path)
  })
})

describe('findings', () => {
  it('lead to the cell that is wrong', () => {
    expect(pathsOf(t.type({ A: matrix }), { A: { rows: [], cells: [[], ['a', 'b', 3]] } })).toEqual(['A.cells[1][2]'])
  })

  it('name every fault, in the order of the input', () => {
    expect(pathsOf(t.type({ A: matrix, B: matrix }), { A: { rows: [1, 'x', 2], cells: [] }, B: 0 })).toEqual([
      'A.rows[0]',
      'A.rows[2]',
      'B',
    ])
  })

  it('have an empty path for the input as a whole', () => {
    expect(pathsOf(matrix, 'no matrix')).toEqual([''])
  })

  it('get no bogus path from an intersection', () => {
    expect(pathsOf(both, { name: 1, size: 'x' })).toEqual(['name', 'size'])
    expect(pathsOf(t.type({ it: both }), { it: { name: 1 } })).toEqual(['it.name'])
  })

  it('get no bogus path from a union, and one finding for one place', () => {
    expect(pathsOf(either, { left: true })).toEqual(['left'])
    expect(pathsOf(t.array(either), [{ left: 'a' }, { left: null }])).toEqual(['[1].left'])
    expect(pathsOf(t.type({ x: t.union([t.string, t.null]) }), { x: 1 })).toEqual(['x'])
  })

  it('get no bogus path from a partial', () => {
    expect(pathsOf(t.partial({ size: t.number }), { size: 'x' })).toEqual(['size'])
    expect(pathsOf(t.partial({ size: t.number }), {})).toEqual([])
  })

  it('get no bogus path from unions inside of intersections inside of lists', () => {
    const deep = t.array(t.intersection([both, t.partial({ kind: either })]))
    expect(pathsOf(deep, [{ name: 'a', size: 'x', kind: { left: true } }])).toEqual(['[0].size', '[0].kind.left'])
  })

  it.each<readonly [string, t.Mixed]>([
    ['readonly', t.readonly(both)],
    ['exact', t.exact(both)],
    ['a refinement', t.refinement(both, () => true)],
    ['a recursion', t.recursion<t.TypeOf<typeof both>>('both', () => both)],
  ])('get no bogus path from an intersection inside of %s', (_name, codec) => {
    expect(pathsOf(codec, { name: 1, size: 'x' })).toEqual(['name', 'size'])
  })

  it('get no bogus path from a readonly union', () => {
    expect(pathsOf(t.type({ x: t.readonly(either) }), { x: { left: true } })).toEqual(['x.left'])
  })

  it('keep a member whose name is a digit apart from the steps of an intersection', () => {
    expect(pathsOf(t.intersection([t.type({ '0': t.string }), t.partial({ b: t.string })]), { 0: 1 })).toEqual(['[0]'])
  })

  it('tell what is missing from what is of another type', () => {
    expect(findings(matrix, { cells: 'x' }).map(({ path, code }) => [path, code])).toEqual([
      ['rows', 'missing'],
      ['cells', 'wrong_type'],
    ])
  })

  it('say what was found and what is wanted', () => {
    const codec = t.type({ a: t.string, b: t.string, c: t.string, d: t.string, e: t.string, f: t.string })
    const input = { a: null, c: [1, 2, 3], d: {}, e: 5, f: true }
    expect(findings(codec, input).map(({ message }) => message)).toEqual([
      'found null, wanted string',
      'found nothing, wanted string',
      'found an array of 3, wanted string',
      'found an object, wanted string',
      'found a number, wanted string',
      'found a boolean, wanted string',
    ])
  })

  it('never show the value itself', () => {
    const secret = 'sk-live-4242'
    expect(
      JSON.stringify(findings(t.type({ key: t.number, list: t.number }), { key: secret, list: [secret] })),
    ).not.toContain(secret)
  })
})

describe('bad input', () => {
  it('says all findings in one sentence and that nothing was written', () => {
    const refusal = badInput('read a matrix', [
      { path: 'A.cells[1]', code: 'wrong_length', message: 'found 2 cells, wanted 3' },
      { path: '', code: 'wrong_type', message: 'found null, wanted an object' },
    ])
    expect(refusal).toMatchObject({
      _tag: 'BadInput',
      doing: 'read a matrix',
      because: 'A.cells[1]: found 2 cells, wanted 3; input: found null, wanted an object',
    })
    expect(refusal.next).toContain('nothing was written')
    expect(refusal.findings.map(({ code }) => code)).toEqual(['wrong_length', 'wrong_type'])
  })
})
