import { hashSql, textIn } from '../column.js'
import type { Cell, Request, Value } from '../driver.js'
import { packed } from './packed.js'

/** A point as it is kept, but for its vector. */
export interface PointRow {
  readonly collection: number
  readonly id: string
  readonly uuid: string
  /** The count of the collection's changes at which it was written last. */
  readonly change: number
  /** JSON text. */
  readonly payload: string
}

/** The numbers of points that were written since a count of changes. */
export const selectChanged = (collection: number, since: number): Request => ({
  sql: packed(['id'], 'points WHERE collection = ? AND change > ?'),
  values: [collection, since],
})

/** The numbers of points by their ids, in the order of the ids, with the places of these. */
export const selectPointNumbers = (collection: number, ids: readonly string[]): Request => ({
  sql: packed(['i.key', 'p.id'], 'json_each(?) i CROSS JOIN points p ON p.collection = ? AND p.point = i.value'),
  values: [JSON.stringify(ids.map(textIn)), collection],
})

/** The numbers of points in the order of their UUIDs, behind one, at most so many. */
export const selectBehind = (collection: number, uuid: string, most: number): Request => ({
  sql: packed(['id'], '(SELECT id FROM points WHERE collection = ? AND uuid > ? ORDER BY uuid, id LIMIT ?)'),
  values: [collection, uuid, most],
})

const numbered = 'json_each(?) i CROSS JOIN points p ON p.id = i.value'

/** Points by their numbers, in the order of these. */
export const selectPoints = (numbers: readonly number[]): Request => ({
  sql: packed(['p.id', hashSql('p.checksum'), 'p.collection', 'p.point', 'p.uuid', 'p.change', 'p.payload'], numbered),
  values: [JSON.stringify(numbers)],
})

/** Their vectors, in the same order: bytes come as they are. */
export const selectVectors = (numbers: readonly number[]): Request => ({
  sql: `SELECT p.vector AS bytes FROM ${numbered}`,
  values: [JSON.stringify(numbers)],
})

/** What the checksum of a point is taken of, beside its vector. */
export const pointCells = ({ collection, id, uuid, change, payload }: PointRow): readonly Cell[] => [
  ...[collection, textIn(id), uuid, change, payload],
]

/** What a point is written with beside its row; no number where it is new. */
export interface PointBytes {
  readonly number: number | null
  readonly vector: Uint8Array
  readonly checksum: Uint8Array
}

/** The columns of a point. */
export const pointValues = (row: PointRow, { number, vector, checksum }: PointBytes): readonly Value[] => [
  ...[number, row.collection, textIn(row.id), row.uuid, row.change, row.payload, vector, checksum],
]

/** Deletes points by their numbers. */
export const deletePoints = (numbers: readonly number[]): Request => ({
  sql: 'DELETE FROM points WHERE id IN (SELECT value FROM json_each(?))',
  values: [JSON.stringify(numbers)],
})
