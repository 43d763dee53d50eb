import { describe, expect, it } from 'vitest'
import type { RunRecord } from '@chorale/core/ports/journal'
import {
  countRuns,
  deleteRun,
  insertRun,
  keepSnapshot,
  recordCells,
  searchRun,
  selectListed,
  selectRun,
  selectRuns,
  selectSnapshot,
  snapshotCells,
  updateRun,
} from './runs.js'

const hex = 'ab'.repeat(32)
const bytes = Buffer.from(hex, 'hex')
const checksum = Buffer.from('sum')

const record: RunRecord = {
  ...{ run: 'r', program: { name: 'cf14', version: 2 }, labels: { tenant: 't' }, parent: { run: 'p', sequence: 7 } },
  ...{ status: 'paused', next: 3, hash: hex, createdAt: 100, updatedAt: 200 },
}

describe('a record', () => {
  it('is the cells it will be read as', () => {
    expect(recordCells(record)).toEqual(['r', 'cf14', 2, '{"tenant":"t"}', 'p', 7, 2, 3, hex, 100, 200])
  })

  it('has empty cells where it has no parent', () => {
    expect(recordCells({ ...record, parent: null }).slice(4, 6)).toEqual([null, null])
  })

  it('is inserted with its hash as bytes and its checksum last', () => {
    const { sql, values } = insertRun(record, checksum)
    expect(sql).toMatch(/^INSERT INTO runs \(run, program, version, .*, checksum\) VALUES \((\?, ){11}\?\)$/u)
    expect(values).toEqual(['r', 'cf14', 2, '{"tenant":"t"}', 'p', 7, 2, 3, bytes, 100, 200, checksum])
  })

  it('is inserted with its hash as a text where it is no SHA-256', () => {
    expect(insertRun({ ...record, hash: 'beginning' }, checksum).values[8]).toBe('beginning')
  })

  it('is updated in what an append changes, and in nothing else', () => {
    expect(updateRun(5, record, checksum)).toEqual({
      sql: 'UPDATE runs SET status = ?, next = ?, hash = ?, updated_at = ?, checksum = ? WHERE id = ?',
      values: [2, 3, bytes, 200, checksum, 5],
    })
  })
})

describe('a question for runs', () => {
  it('asks for one by its id, with what its last entry says', () => {
    const { sql, values } = selectRun("it's")
    expect(values).toEqual(["it's"])
    expect(sql).toContain('FROM runs r WHERE r.run = ?')
    expect(sql).toContain('(SELECT max(e.sequence) FROM entries e WHERE e.run = r.id)')
    expect(sql).not.toContain("it's")
  })

  it('may leave the index aside, to find what the index has lost', () => {
    expect(searchRun('r').sql).toContain('FROM runs r NOT INDEXED WHERE r.run = ?')
    expect(selectListed().sql).toContain('FROM runs r NOT INDEXED')
    expect(countRuns().sql).toContain('INDEXED BY sqlite_autoindex_runs_1')
  })

  it('asks for several by their numbers in one list', () => {
    expect(selectRuns([3, 1, 2]).values).toEqual(['[3,1,2]'])
    expect(selectRuns([3, 1, 2]).sql).toContain('WHERE r.id IN (SELECT value FROM json_each(?))')
  })
})

describe('a snapshot', () => {
  const snapshot = { next: 3, hash: hex, state: '{}', stateHash: 'no hash' }

  it('is the cells it will be read as, bound to its run', () => {
    expect(snapshotCells(5, snapshot)).toEqual([5, 3, hex, 'no hash', '{}'])
    expect(selectSnapshot(5).sql).toContain('FROM snapshots WHERE run = ?')
  })

  it('takes the place of one that is not newer', () => {
    const { sql, values } = keepSnapshot(5, snapshot, checksum)
    expect(sql).toMatch(
      /ON CONFLICT \(run\) DO UPDATE SET .* WHERE CAST\(excluded\.next AS INTEGER\) >= CAST\(next AS INTEGER\)$/u,
    )
    expect(values).toEqual([5, 3, bytes, '{}', 'no hash', checksum])
  })
})

describe('a deletion', () => {
  it('takes payloads while the entries still say which, and the run at last', () => {
    const requests = deleteRun(5)
    expect(requests.map(({ sql }) => /^DELETE FROM (\w+)/u.exec(sql)?.[1])).toEqual([
      ...['payloads', 'entries', 'labels', 'snapshots', 'runs'],
    ])
    for (const { values } of requests) expect(values).toEqual([5])
  })
})
