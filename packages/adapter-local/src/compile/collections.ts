import type { Metric } from '@chorale/core/ports/vector'
import { hashSql } from '../column.js'
import type { Cell, Request } from '../driver.js'
import { packed } from './packed.js'

/** A collection as it is kept. */
export interface CollectionRecord {
  readonly collection: string
  readonly dimension: number
  readonly metric: Metric
  /** How many points it has. */
  readonly points: number
  /** How often it was written to: what was read at one count is what is there as long as the count stands. */
  readonly changes: number
}

const columns = ['collection', 'dimension', 'metric', 'points', 'changes']
const read = ['id', hashSql('checksum'), ...columns]

/** A collection by its name, found by the index. */
export const selectCollection = (name: string): Request => ({
  sql: packed(read, 'collections WHERE collection = ?'),
  values: [name],
})

/** The same by looking at every row: whether an index has lost it. */
export const searchCollection = (name: string): Request => ({
  sql: packed(['id'], 'collections NOT INDEXED WHERE collection = ?'),
  values: [name],
})

/** What the checksum of a collection is taken of. */
export const collectionCells = ({ collection, dimension, metric, points, changes }: CollectionRecord) =>
  [collection, dimension, metric, points, changes] satisfies readonly Cell[]

/** A new collection; its number is given by the table. */
export const insertCollection = (record: CollectionRecord, checksum: Uint8Array): Request => ({
  sql: `INSERT INTO collections (${columns.join(', ')}, checksum) VALUES (?, ?, ?, ?, ?, ?)`,
  values: [...collectionCells(record), checksum],
})

/** Sets what a write changes of a collection. */
export const updateCollection = (id: number, { points, changes }: CollectionRecord, checksum: Uint8Array): Request => ({
  sql: 'UPDATE collections SET points = ?, changes = ?, checksum = ? WHERE id = ?',
  values: [points, changes, checksum, id],
})

/** Deletes a collection with its points. */
export const deleteCollection = (id: number): readonly Request[] =>
  ['DELETE FROM points WHERE collection = ?', 'DELETE FROM collections WHERE id = ?'].map((sql) => ({
    ...{ sql, values: [id] },
  }))
