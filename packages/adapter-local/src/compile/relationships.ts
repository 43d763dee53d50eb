import type { Hop, RelationshipRef } from '@chorale/core/ports/graph'
import { textIn } from '../column.js'
import type { Request, Value } from '../driver.js'
import { packed } from './packed.js'

/** A relationship between nodes by their numbers. */
export interface Linked extends Pick<RelationshipRef, 'type' | 'key'> {
  readonly source: number
  readonly target: number
}

const keyIn = (key: string | undefined): string | null => (key === undefined ? null : textIn(key))

/** Which of these relationships are there: their places in the list, with their numbers and properties. */
export const selectLinks = (links: readonly Linked[]): Request => ({
  sql: packed(
    ['r.key', 'l.id', 'l.properties'],
    "json_each(?) r CROSS JOIN relationships l ON l.type = json_extract(r.value, '$[0]') " +
      "AND l.source = json_extract(r.value, '$[1]') AND l.target = json_extract(r.value, '$[2]') " +
      "AND ifnull(l.key, x'') = ifnull(json_extract(r.value, '$[3]'), x'')",
  ),
  values: [JSON.stringify(links.map(({ type, source, target, key }) => [type, source, target, keyIn(key)]))],
})

/** The columns of a new relationship; its number is given by the table. */
export const linkRow = ({ type, source, target, key }: Linked, properties: string): readonly Value[] => [
  ...[null, type, source, target, keyIn(key), properties],
]

/** New properties for a relationship. */
export const updateLink = (number: number, properties: string): Request => ({
  sql: 'UPDATE relationships SET properties = ? WHERE id = ?',
  values: [properties, number],
})

/** Deletes relationships by their numbers. */
export const deleteLinks = (numbers: readonly number[]): Request => ({
  sql: 'DELETE FROM relationships WHERE id IN (SELECT value FROM json_each(?))',
  values: [JSON.stringify(numbers)],
})

/** All types, each found by one look into the index behind the one before. */
const types =
  'WITH RECURSIVE types(type) AS (SELECT min(type) FROM relationships UNION ALL ' +
  'SELECT (SELECT min(l.type) FROM relationships l WHERE l.type > types.type) FROM types WHERE types.type IS NOT NULL) ' +
  'SELECT type FROM types WHERE type IS NOT NULL'

/** Deletes what leads to a node and what leads away from it. */
export const deleteLinksOf = (node: number): Request => ({
  sql:
    'DELETE FROM relationships WHERE id IN (SELECT id FROM relationships WHERE target = ?1 UNION ' +
    `SELECT id FROM relationships WHERE type IN (${types}) AND source = ?1)`,
  values: [node],
})

/** The nodes one step from each of these: packed as `[number, [numbers]]`, put together as text, because there may be many and all are numbers. */
export const selectNeighbours = (
  numbers: readonly number[],
  { types: along, direction }: Pick<Hop, 'types' | 'direction'>,
): Request => {
  const marks = along.map(() => '?').join(', ')
  const away = (end: string, start: string): string =>
    `'[' || ifnull((SELECT group_concat(l.${end}) FROM relationships l WHERE l.type IN (${marks}) AND l.${start} = i.value), '') || ']'`
  const columns = [
    ...(direction === 'in' ? [] : [away('target', 'source')]),
    ...(direction === 'out' ? [] : [away('source', 'target')]),
  ]
  const row = `'[' || i.value || ',' || ${columns.join(" || ',' || ")} || ']'`
  return {
    sql: `SELECT CAST('[' || ifnull(group_concat(${row}), '') || ']' AS BLOB) AS packed FROM json_each(?) i`,
    values: [...columns.flatMap(() => along), JSON.stringify(numbers)],
  }
}

/** Where relationships are looked for: everywhere behind a number, or at one of their ends. */
export type Reach =
  | { readonly _tag: 'behind'; readonly number: number; readonly most: number }
  | { readonly _tag: 'source' | 'target'; readonly numbers: readonly number[] }

const linkColumns = ['id', 'source', 'target', 'key', 'properties']

/** Relationships of a type, with the numbers of their ends; `+` keeps SQLite from sorting all of the type for every pack. */
export const selectLinksOfType = (type: string, reach: Reach): Request =>
  reach._tag === 'behind'
    ? {
        sql: packed(
          linkColumns,
          `(SELECT ${linkColumns.join(', ')} FROM relationships WHERE id > ? AND +type = ? ORDER BY id LIMIT ?)`,
        ),
        values: [reach.number, type, reach.most],
      }
    : {
        sql: packed(
          linkColumns.map((column) => `l.${column}`),
          `json_each(?) i CROSS JOIN relationships l ON l.type = ? AND l.${reach._tag} = i.value`,
        ),
        values: [JSON.stringify(reach.numbers), type],
      }
