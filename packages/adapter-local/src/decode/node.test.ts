import { describe, expect, it } from 'vitest'
import type { Properties, Property } from '@chorale/core/ports/graph'
import { byOrder, candidatesOf, matches, type Candidate } from './node.js'

const node = (id: string, properties: Properties = {}): Candidate => ({ number: 1, id, properties })

describe('rows of nodes', () => {
  it('are nodes, with their properties where they were read', () => {
    expect(
      candidatesOf([
        [3, 'c1', '{"a":{"n":"-0"}}'],
        [4, '\u0001"\\u0000"', null],
      ]),
    ).toEqual([
      { number: 3, id: 'c1', properties: { a: -0 } },
      { number: 4, id: '\0', properties: undefined },
    ])
  })

  it.each([[[3, null, '{}']], [[3, 'c1', '{']]])('are damaged where they cannot be read: %j', (row) => {
    expect(() => candidatesOf([row])).toThrow('a row cannot be read')
  })
})

describe('a node', () => {
  const given = node('c1', { text: 'x', index: [0, 1], zero: -0, odd: NaN, none: null })
  it.each<readonly [string, Properties, boolean]>([
    ['nothing', {}, true],
    ['its id', { id: 'c1' }, true],
    ['another id', { id: 'c2' }, false],
    ['a number for its id', { id: 1 }, false],
    ['a text', { text: 'x' }, true],
    ['a list', { index: [0, 1] }, true],
    ['a list in another order', { index: [1, 0] }, false],
    ['zero for negative zero', { zero: 0 }, true],
    ['a text for a number', { zero: '0' }, false],
    ['null for null', { none: null }, true],
    ['null for absent', { nothing: null }, true],
    ['null for what is no number', { odd: null }, true],
    ['null for a name that every object inherits', { constructor: null }, true],
    ['two, of which one does not fit', { text: 'x', zero: 1 }, false],
  ])('matches or not: %s', (_what, where, expected) => {
    expect(matches(given, where)).toBe(expected)
  })
})

describe('an order of nodes', () => {
  const ordered = (name: string | undefined, nodes: readonly Candidate[]) =>
    [...nodes].sort(byOrder(name)).map(({ id }) => id)
  const having = (...values: readonly (Property | undefined)[]) =>
    values.map((value, i) => node(String(i), value === undefined ? {} : { a: value }))

  it('is by id where nothing is named, in code units', () => {
    expect(
      ordered(
        undefined,
        ['\uffff', '😀', 'a', 'B'].map((id) => node(id)),
      ),
    ).toEqual(['B', 'a', '😀', '\uffff'])
  })

  it('is by the property, then by id, what is absent or null last', () => {
    expect(ordered('a', having(2, undefined, 1, null, 1))).toEqual(['2', '4', '0', '1', '3'])
  })

  it('is by id where that is named', () => {
    expect(ordered('id', [node('b', { id: 'a' }), node('a', { id: 'b' })])).toEqual(['a', 'b'])
  })
})
