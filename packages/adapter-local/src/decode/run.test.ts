import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { RunRecord, Snapshot } from '@chorale/core/ports/journal'
import { checksumOf } from '../checksum.js'
import { recordCells, snapshotCells } from '../compile/runs.js'
import type { Cell, Row } from '../driver.js'
import { runOf, snapshotOf } from './run.js'

const scene = { doing: 'load a run', ids: { run: 'r' } }

const record: RunRecord = {
  ...{ run: 'r', program: { name: 'cf14', version: 2 }, labels: { tenant: 't' }, parent: { run: 'p', sequence: 7 } },
  ...{ status: 'paused', next: 3, hash: 'ab'.repeat(32), createdAt: 100, updatedAt: 200 },
}

/** The columns of `selectRun`: number, checksum, record, the last sequence, the last hash. */
const rowOf = (given: RunRecord, last: Cell = given.next - 1, tail: Cell = given.hash): Row => [
  ...[5, checksumOf(recordCells(given)).toString('hex')],
  ...[...recordCells(given), last, tail],
]

describe('a run in its table', () => {
  it.each<readonly [string, RunRecord, Row]>([
    ['with everything', record, rowOf(record)],
    ['without a parent', { ...record, parent: null }, rowOf({ ...record, parent: null })],
    ['without entries', { ...record, next: 0 }, rowOf({ ...record, next: 0 }, null, null)],
    ['with odd words', { ...record, run: 'a\0', hash: 'no hash' }, rowOf({ ...record, run: 'a\0', hash: 'no hash' })],
    [
      'with odd numbers',
      { ...record, createdAt: -0, updatedAt: 0.5 },
      rowOf({ ...record, createdAt: -0, updatedAt: 0.5 }),
    ],
  ])('is its record: %s', (_what, given, row) => {
    expect(runOf(scene, row)).toEqual(E.right({ id: 5, record: given }))
  })

  it('is refused for every cell that is not what was written', () => {
    const row = rowOf(record)
    for (let place = 1; place < 13; place += 1)
      for (const cell of [null, 77, 'x'])
        expect(
          runOf(
            scene,
            row.map((own, i) => (i === place ? cell : own)),
          ),
        ).toMatchObject({
          left: { _tag: 'Damaged', ids: { run: 'r' } },
        })
  })

  it('is refused where its number is none', () => {
    expect(runOf(scene, ['5', ...rowOf(record).slice(1)])).toMatchObject({ left: { _tag: 'Damaged' } })
    expect(runOf(scene, [])).toMatchObject({ left: { _tag: 'Damaged' } })
  })

  it.each<readonly [string, Row, string]>([
    ['there are more than it says', rowOf(record, 9), '3'],
    ['there are fewer', rowOf(record, 0, null), '1'],
    ['there are none', rowOf(record, null, null), '0'],
    ['there are some where it has none', rowOf({ ...record, next: 0 }, 0, null), '0'],
    ['the last one has another hash', rowOf(record, 2, 'cd'.repeat(32)), '2'],
    ['the last one has no hash', rowOf(record, 2, null), '2'],
  ])('is refused where its entries do not agree, and the place is told: %s', (_what, row, sequence) => {
    expect(runOf(scene, row)).toMatchObject({ left: { _tag: 'Damaged', ids: { run: 'r', sequence } } })
  })
})

describe('a snapshot in its table', () => {
  const snapshot: Snapshot = { next: 3, hash: 'ab'.repeat(32), state: '{"a":"\ud800"}', stateHash: 's' }
  const row: Row = [checksumOf(snapshotCells(5, snapshot)).toString('hex'), ...snapshotCells(5, snapshot)]

  it('is what was kept', () => {
    expect(snapshotOf(scene, row)).toEqual(E.right(snapshot))
  })

  it('is refused for every cell that is not what was written', () => {
    for (const place of row.keys())
      expect(
        snapshotOf(
          scene,
          row.map((own, i) => (i === place ? 77 : own)),
        ),
      ).toMatchObject({
        left: { _tag: 'Damaged', because: expect.stringContaining('the snapshot is not what was written') as string },
      })
  })
})
