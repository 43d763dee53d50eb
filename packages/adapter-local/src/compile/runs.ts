import type { RunRecord, Snapshot } from '@chorale/core/ports/journal'
import { hashIn, hashSql, numberIn, textIn } from '../column.js'
import type { Cell, Request, Value } from '../driver.js'
import { statuses } from '../schema.js'
import { packed } from './packed.js'

/** The columns of a run that its checksum is taken of, in their order. */
const recordColumns: readonly string[] = [
  ...['r.run', 'r.program', 'r.version', 'r.labels', 'r.parent_run', 'r.parent_sequence'],
  ...['r.status', 'r.next', hashSql('r.hash'), 'r.created_at', 'r.updated_at'],
]

/** A run's row and what its last entry says: for checking, before anything is done with the run. */
const runColumns: readonly string[] = [
  'r.id',
  hashSql('r.checksum'),
  ...recordColumns,
  '(SELECT max(e.sequence) FROM entries e WHERE e.run = r.id)',
  `(SELECT ${hashSql('e.hash')} FROM entries e WHERE e.run = r.id AND e.sequence = r.next - 1)`,
]

/** One run by its id. */
export const selectRun = (run: string): Request => ({
  sql: packed(runColumns, 'runs r WHERE r.run = ?'),
  values: [textIn(run)],
})

/** The number of a run, looked for in the table itself: what the index does not know and this finds was lost to damage. */
export const searchRun = (run: string): Request => ({
  sql: packed(['r.id'], 'runs r NOT INDEXED WHERE r.run = ?'),
  values: [textIn(run)],
})

/** Runs by their numbers in the table. */
export const selectRuns = (ids: readonly number[]): Request => ({
  sql: packed(runColumns, 'runs r WHERE r.id IN (SELECT value FROM json_each(?))'),
  values: [JSON.stringify(ids)],
})

/** What runs are chosen and ordered by. */
export const selectListed = (): Request => ({
  sql: packed(['r.id', 'r.run', 'r.program', 'r.labels', 'r.status', 'r.created_at'], 'runs r NOT INDEXED'),
  values: [],
})

/** How many runs the index knows. */
export const countRuns = (): Request => ({
  sql: packed(['(SELECT count(*) FROM runs INDEXED BY sqlite_autoindex_runs_1)'], '(SELECT 1)'),
  values: [],
})

/** A record as the cells it will be read as: a hash in hex, or as the text it is. */
export const recordCells = (record: RunRecord): readonly Cell[] => [
  textIn(record.run),
  textIn(record.program.name),
  numberIn(record.program.version),
  JSON.stringify(record.labels),
  record.parent === null ? null : textIn(record.parent.run),
  record.parent === null ? null : numberIn(record.parent.sequence),
  statuses.indexOf(record.status),
  record.next,
  textIn(record.hash),
  numberIn(record.createdAt),
  numberIn(record.updatedAt),
]

const recordValues = (record: RunRecord): readonly Value[] =>
  recordCells(record).map((cell, i) => (i === hashPlace ? hashIn(record.hash) : cell))

const hashPlace = 8

/** Inserts a run; its number is given by the table. */
export const insertRun = (record: RunRecord, checksum: Uint8Array): Request => ({
  sql:
    'INSERT INTO runs (run, program, version, labels, parent_run, parent_sequence, status, next, hash, created_at, updated_at, checksum) ' +
    'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  values: [...recordValues(record), checksum],
})

/** Sets what an append changes of a run. */
export const updateRun = (id: number, record: RunRecord, checksum: Uint8Array): Request => ({
  sql: 'UPDATE runs SET status = ?, next = ?, hash = ?, updated_at = ?, checksum = ? WHERE id = ?',
  values: [
    statuses.indexOf(record.status),
    record.next,
    hashIn(record.hash),
    numberIn(record.updatedAt),
    ...[checksum, id],
  ],
})

/** A run's snapshot, with the checksum first. */
export const selectSnapshot = (id: number): Request => ({
  sql: packed(
    [hashSql('checksum'), 'run', 'next', hashSql('hash'), hashSql('state_hash'), 'state'],
    'snapshots WHERE run = ?',
  ),
  values: [id],
})

/** A snapshot as the cells it will be read as. */
export const snapshotCells = (id: number, { next, hash, state, stateHash }: Snapshot): readonly Cell[] => [
  id,
  numberIn(next),
  textIn(hash),
  textIn(stateHash),
  textIn(state),
]

/** Keeps a snapshot in place of an older one; a slow worker's older snapshot does not displace the newest. */
export const keepSnapshot = (id: number, snapshot: Snapshot, checksum: Uint8Array): Request => ({
  sql:
    'INSERT INTO snapshots (run, next, hash, state, state_hash, checksum) VALUES (?, ?, ?, ?, ?, ?) ' +
    'ON CONFLICT (run) DO UPDATE SET next = excluded.next, hash = excluded.hash, state = excluded.state, ' +
    'state_hash = excluded.state_hash, checksum = excluded.checksum ' +
    // Zero may be negative, and is a text then.
    'WHERE CAST(excluded.next AS INTEGER) >= CAST(next AS INTEGER)',
  values: [
    ...[id, numberIn(snapshot.next), hashIn(snapshot.hash)],
    ...[textIn(snapshot.state), hashIn(snapshot.stateHash), checksum],
  ],
})

/** Deletes a run with all that is its own; payloads first, while its entries still say which. */
export const deleteRun = (id: number): readonly Request[] =>
  [
    'DELETE FROM payloads WHERE id IN ' +
      '(SELECT payload FROM entries WHERE run = ?1 EXCEPT SELECT payload FROM entries WHERE run <> ?1)',
    'DELETE FROM entries WHERE run = ?1',
    'DELETE FROM labels WHERE run = ?1',
    'DELETE FROM snapshots WHERE run = ?1',
    'DELETE FROM runs WHERE id = ?1',
  ].map((sql) => ({ sql, values: [id] }))
