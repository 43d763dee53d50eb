import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { entryOf, readable, recordOf, snapshotOf } from './journal.js'
import { nodesOf, relationshipsOf } from './node.js'

const answer = (...rows: readonly (readonly unknown[])[]) => ({ rows, deleted: { nodes: 0, relationships: 0 } })

describe('a page of nodes', () => {
  it('is the number of all, and nodes without their ids among their properties', () => {
    expect(nodesOf(answer([7, [['Cell', 2, { id: 'a', n: 1 }]]]))).toEqual(
      E.right({ count: 7, nodes: [{ label: 'Cell', id: 'a', properties: { n: 1 }, distance: 2 }] }),
    )
  })

  it.each([
    ['no row', answer()],
    ['no page', answer([1, null])],
    ['no id', answer([1, [['Cell', 0, { n: 1 }]]])],
    ['a value of another kind', answer([1, [['Cell', 0, { id: 'a', at: { year: 2026 } }]]])],
    ['a list of both', answer([1, [['Cell', 0, { id: 'a', list: [1, 'x'] }]]])],
  ])('is not taken with %s', (_, page) => {
    expect(E.isLeft(nodesOf(page))).toBe(true)
  })
})

describe('a page of relationships', () => {
  it('has a key only where there is one', () => {
    const rows = answer([
      2,
      [
        ['A', '1', 'B', '2', { key: '', w: 1 }],
        ['A', '1', 'B', '2', { key: 'k' }],
      ],
    ])
    const ends = { type: 'T', from: { label: 'A', id: '1' }, to: { label: 'B', id: '2' } }
    expect(relationshipsOf('T', rows)).toEqual(
      E.right({
        count: 2,
        relationships: [
          { ...ends, properties: { w: 1 } },
          { ...ends, key: 'k', properties: {} },
        ],
      }),
    )
  })

  it('is not taken with an end that has no id', () => {
    expect(E.isLeft(relationshipsOf('T', answer([1, [['A', null, 'B', '2', {}]]])))).toBe(true)
  })
})

describe('an entry', () => {
  const bare: readonly unknown[] = [0, 5, 'started', null, null, null, null, null, null, null, 'ph', '{}', 'h']

  it('has what was written, and null for the rest', () => {
    expect(entryOf(bare)).toEqual({
      ...{ sequence: 0, at: 5, kind: 'started', about: null, amount: null, source: null },
      ...{ payloadHash: 'ph', payload: '{}', hash: 'h' },
    })
  })

  it('has no cost where none was known', () => {
    expect(entryOf(bare.with(7, [1, 2, 3, 4, 5])).amount).toEqual({
      ...{ attempts: 1, costMicroUsd: null, usage: { input: 2, cached: 3, output: 4, reasoning: 5 } },
    })
  })

  it.each([
    ['a sequence', 0, 'x'],
    ['a kind', 2, null],
    ['a hash', 12, 4],
  ])('is damage where %s is something else', (_, at, found) => {
    expect(E.isLeft(readable(() => entryOf(bare.with(at, found))))).toBe(true)
  })
})

describe('a run', () => {
  const row: readonly unknown[] = ['r', 'p', 1, ['["a","b"]'], null, null, 'done', 3, 'h', 5, 6]

  it('is a record, with a snapshot where there is one', () => {
    expect(recordOf([...row, null, null, null, null])).toMatchObject({ run: 'r', labels: { a: 'b' }, parent: null })
    expect(snapshotOf([...row, null, null, null, null])).toBeNull()
    expect(snapshotOf([...row, 2, 'h', 's', 'sh'])).toEqual({ next: 2, hash: 'h', state: 's', stateHash: 'sh' })
  })

  it('is damage where a column is something else', () => {
    expect(E.isLeft(readable(() => recordOf(row.with(3, 'labels'))))).toBe(true)
  })
})
