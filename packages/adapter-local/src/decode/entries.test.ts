import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { Row } from '../driver.js'
import { entriesOf, missingSent, type Page } from './entries.js'

const digest = 'd'.repeat(64)
const labels = '{"cell":"0,1"}'
/** Attempts, cost, and the four kinds of tokens. */
const amount = [1, 5, 10, 0, 20, 0]
const none = [null, null, null, null, null, null]

const started: Row = [0, 100, 0, null, null, null, null, null, ...none, null, null, 11, '=p0', '=h0']
const sent: Row = [
  1,
  101,
  4,
  null,
  'k',
  'test/ask',
  labels,
  null,
  ...amount,
  null,
  null,
  12,
  digest.toUpperCase(),
  '=h1',
]
const settled: Row = [2, 102, 1, 1, null, null, null, null, ...amount, 'other', 9, 13, '=p2', '=h2']

const mark = { key: 'k', tag: 'test/ask', digest, labels: { cell: '0,1' } }
const paid = { usage: { input: 10, cached: 0, output: 20, reasoning: 0 }, costMicroUsd: 5, attempts: 1 }

const page = (given: Partial<Page> = {}): Page => ({
  ...{
    from: 0,
    count: 3,
    rows: [started, sent, settled],
    sent: [],
    bodies: ['a', 'b', 'c'],
    payloads: 'all',
    ...given,
  },
})

/** A row with one cell in place of another. */
const having = (row: Row, place: number, cell: Row[number]): Row => row.map((own, i) => (i === place ? cell : own))

describe('rows of a page', () => {
  it('are entries, the outcome with the mark of the effect it settles', () => {
    expect(entriesOf(page())).toEqual(
      E.right([
        {
          ...{ sequence: 0, at: 100, kind: 'started', about: null, amount: null, source: null },
          ...{ payloadHash: 'p0', payload: 'a', hash: 'h0' },
        },
        {
          ...{ sequence: 1, at: 101, kind: 'sent', about: mark, amount: paid, source: null },
          ...{ payloadHash: digest, payload: 'b', hash: 'h1' },
        },
        {
          ...{
            sequence: 2,
            at: 102,
            kind: 'settled',
            about: mark,
            amount: paid,
            source: { run: 'other', sequence: 9 },
          },
          ...{ payloadHash: 'p2', payload: 'c', hash: 'h2' },
        },
      ]),
    )
  })

  it('may be none', () => {
    expect(entriesOf(page({ count: 0, rows: [], bodies: [] }))).toEqual(E.right([]))
  })

  it('leave the payloads of sent entries out where they were not read', () => {
    const read = entriesOf(page({ bodies: ['a', 'c'], payloads: 'inputs' }))
    expect(E.isRight(read) ? read.right.map(({ payload }) => payload) : read).toEqual(['a', null, 'c'])
  })

  it('have no payload where none was written, and the next one has its own', () => {
    const read = entriesOf(page({ rows: [having(started, 16, null), sent, settled], bodies: ['b', 'c'] }))
    expect(E.isRight(read) ? read.right.map(({ payload }) => payload) : read).toEqual([null, 'b', 'c'])
  })

  it('have the digest that was written where it is not the hash of the payload', () => {
    const read = entriesOf(page({ rows: [started, having(sent, 7, '=another'), settled] }))
    expect(E.isRight(read) ? read.right.map(({ about }) => about?.digest) : read).toEqual([
      undefined,
      'another',
      'another',
    ])
  })

  it('have no price where nobody knew one', () => {
    const read = entriesOf(page({ count: 2, rows: [started, having(sent, 9, null)] }))
    expect(E.isRight(read) ? read.right[1]?.amount?.costMicroUsd : read).toBeNull()
  })
})

describe('a page that begins behind an effect', () => {
  it('says which it needs, each once, and only those that are not in it', () => {
    expect(
      missingSent([having(settled, 0, 9), having(settled, 0, 10), having(having(settled, 0, 11), 3, 5)], 9),
    ).toEqual([1, 5])
    expect(missingSent([started, sent, settled], 0)).toEqual([])
  })

  it('takes the mark from there', () => {
    const read = entriesOf(page({ from: 2, count: 1, rows: [settled], sent: [sent], bodies: ['c'] }))
    expect(E.isRight(read) ? read.right[0]?.about : read).toEqual(mark)
  })
})

describe('rows that make no page', () => {
  it.each<readonly [string, Partial<Page>, number, string]>([
    ['the first is missing', { rows: [sent, settled] }, 0, 'missing'],
    ['one in the middle is missing', { rows: [started, settled] }, 1, 'missing'],
    ['the last is missing', { rows: [started, sent] }, 2, 'missing'],
    ['one stands twice', { rows: [started, started, sent] }, 1, 'missing'],
    ['a payload is missing', { bodies: ['a', 'b'] }, 2, 'cannot be read'],
    ['a payload is nothing', { bodies: ['a', null, 'c'] }, 1, 'cannot be read'],
    ['a kind has no word', { rows: [having(started, 2, 99), sent, settled] }, 0, 'cannot be read'],
    ['a kind is a text', { rows: [having(started, 2, '0'), sent, settled] }, 0, 'cannot be read'],
    ['an effect is not there', { rows: [started, sent, having(settled, 3, 77)] }, 2, 'cannot be read'],
    ['an effect is none', { rows: [started, sent, having(settled, 3, 0)] }, 2, 'cannot be read'],
    ['labels are not there', { rows: [started, having(sent, 6, null), settled] }, 1, 'cannot be read'],
    ['labels are no map', { rows: [started, having(sent, 6, 'null'), settled] }, 1, 'cannot be read'],
    ['a tag is not there', { rows: [started, having(sent, 5, null), settled] }, 1, 'cannot be read'],
    ['a time is not there', { rows: [started, sent, having(settled, 1, null)] }, 2, 'cannot be read'],
    ['a hash is a number', { rows: [started, sent, having(settled, 18, 5)] }, 2, 'cannot be read'],
    ['half a source is there', { rows: [started, sent, having(settled, 15, null)] }, 2, 'cannot be read'],
  ])('say where: %s', (...[, given, sequence, because]) => {
    expect(entriesOf(page(given))).toMatchObject(
      E.left({ sequence, because: expect.stringContaining(because) as string }),
    )
  })
})
