import { createHash } from 'node:crypto'
import type { Condition } from '@chorale/core/ports'
import type { Match, Property, Shape } from '@chorale/core/ports/graph'
import type { Shapes } from '@chorale/core/ports/graph/rules'
import { textIn } from '../column.js'
import type { Request } from '../driver.js'
import { packed } from './packed.js'

/**
 * SQL for one property of a node as JSON text, absent being NULL. Equal values have equal texts: JSON is written in one way, and negative zero,
 * which is kept as `{"n":"-0"}`, is zero here; no text can hold those characters, because JSON escapes its quotes.
 */
const member = (table: string, name: string): string =>
  name === 'id' ? `${table}node` : `replace(${table}properties -> '$.${name}', '{"n":"-0"}', '0')`

/** How the value of a property stands in `member`. */
const memberIn = (name: string, value: Exclude<Property, null>): string =>
  name === 'id' ? textIn(String(value)) : JSON.stringify(value)

/** A shape as an index of SQLite's own, by which SQLite also holds its uniqueness: names match the port's rule and need no more quoting. */
export const indexSql = (kind: 'unique' | 'index', { label, properties }: Shape): string =>
  `CREATE ${kind === 'unique' ? 'UNIQUE ' : ''}INDEX ${indexName(kind, { label, properties })} ` +
  `ON nodes (${properties.map((name) => member('', name)).join(', ')}) WHERE label = '${label}'`

/** What the index of a shape is called. SQLite takes names that differ in capitals alone for one: a few digits of a hash keep them apart. */
export const indexName = (kind: 'unique' | 'index', { label, properties }: Shape): string => {
  const name = `${kind} ${label} (${properties.join(', ')})`
  return `"${name} ${createHash('sha256').update(name).digest('hex').slice(0, 8)}"`
}

/** Whoever has these values in the properties of a unique shape: looked up in its index, a text for each property. */
export const selectHolder = ({ label, properties }: Shape, values: readonly string[]): Request => ({
  sql: packed(
    ['n.id', 'n.node'],
    `nodes n WHERE n.label = '${label}' AND ${properties.map((name) => `${member('n.', name)} = ?`).join(' AND ')}`,
  ),
  // An id stands in a column of its own, as the text it is.
  values: values.map((text, i) => (properties[i] === 'id' ? textIn(JSON.parse(text) as string) : text)),
})

/**
 * The numbers of nodes that may match. SQL only narrows: which of them match is decided by the port's own rule. It narrows where it can be exact,
 * which is where a property equals a value or one of several; that is also where an index helps.
 */
export const selectNumbers = ({ label, where = [] }: Match, shapes: Shapes): Request => {
  const index = label === undefined ? undefined : indexFor({ label, where }, shapes)
  // An index of one label is used only where the label stands in the text of the question.
  const isLabel =
    index === undefined
      ? { sql: 'n.label = ?', values: [label ?? ''] }
      : { sql: `n.label = '${label ?? ''}'`, values: [] }
  const conditions: readonly Request[] = [...(label === undefined ? [] : [isLabel]), ...where.flatMap(narrowing)]
  const table = index === undefined ? 'nodes n' : `nodes n INDEXED BY ${index}`
  return {
    sql: packed(['n.id'], conditions.length === 0 ? table : `${table} WHERE ${conditions.map(sqlOf).join(' AND ')}`),
    values: conditions.flatMap(({ values }) => values),
  }
}

const sqlOf = ({ sql }: Request): string => sql

/**
 * The index to look nodes up in: the one of which most properties from the first on are narrowed. SQLite is told to use it, because it knows
 * nothing of how many nodes a label has; an id is found without.
 */
const indexFor = ({ label, where }: Required<Match>, { unique, indexes }: Shapes): string | undefined => {
  const names = new Set(where.filter((condition) => narrowing(condition).length > 0).map(({ name }) => name))
  if (names.has('id')) return undefined
  const lengthOf = ({ properties }: Shape): number => [...properties, ''].findIndex((name) => !names.has(name))
  const known = [
    ...unique.map((shape) => ({ kind: 'unique' as const, shape, length: lengthOf(shape) })),
    ...indexes.map((shape) => ({ kind: 'index' as const, shape, length: lengthOf(shape) })),
  ].filter(({ shape, length }) => shape.label === label && length > 0)
  const [best] = known.sort((a, b) => b.length - a.length)
  return best === undefined ? undefined : indexName(best.kind, best.shape)
}

const narrowing = (condition: Condition): readonly Request[] => {
  const { _tag, name } = condition
  const column = member('n.', name)
  const isOdd = (value: Property): boolean => value === null || (name === 'id' && typeof value !== 'string')
  if (_tag === 'eq' && !isOdd(condition.value))
    // A cast after a check: null is odd.
    return [{ sql: `${column} = ?`, values: [memberIn(name, condition.value as Exclude<Property, null>)] }]
  if (_tag !== 'in' || condition.values.some(isOdd)) return []
  const values = condition.values.map((value) => memberIn(name, value))
  return [{ sql: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(values)] }]
}

/** Whether conditions look at properties, or at ids alone. */
export const looksAtProperties = ({ where = [] }: Match): boolean => where.some(({ name }) => name !== 'id')
