import { describe, expect, it } from 'vitest'
import { knownOf, nodesOf, numbersOf } from './node.js'

describe('rows of nodes', () => {
  it('are nodes, with their properties where they were read', () => {
    expect(
      nodesOf([
        [3, 'Cell', 'c1', '{"a":{"n":"-0"}}'],
        [4, 'Cell', '\u0001"\\u0000"', null],
      ]),
    ).toEqual([
      { number: 3, node: { label: 'Cell', id: 'c1', properties: { a: -0 } } },
      { number: 4, node: { label: 'Cell', id: '\0', properties: {} } },
    ])
  })

  it.each([[[3, 'Cell', null, '{}']], [[3, 'Cell', 'c1', '{']], [['x', 'Cell', 'c1', '{}']], [[3, null, 'c1', '{}']]])(
    'are damaged where they cannot be read: %j',
    (row) => {
      expect(() => nodesOf([row])).toThrow('a row cannot be read')
    },
  )
})

describe('what is known of a list', () => {
  it('is said by its places', () => {
    expect(knownOf([[1, 7, '{"a":1}']])).toEqual(new Map([[1, { number: 7, properties: { a: 1 } }]]))
  })

  it.each([[[1, 7, null]], [[1, null, '{}']]])('is damaged where it cannot be read: %j', (row) => {
    expect(() => knownOf([row])).toThrow('a row cannot be read')
  })
})

describe('numbers', () => {
  it('come alone', () => {
    expect(numbersOf([[1], [5]])).toEqual([1, 5])
  })

  it('are damaged where they are none', () => {
    expect(() => numbersOf([['1']])).toThrow('a row cannot be read')
  })
})
