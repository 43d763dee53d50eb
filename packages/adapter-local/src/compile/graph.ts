import type { GraphQuery, NodeRef, Property, Relationship } from '@chorale/core/ports/graph'
import { textIn } from '../column.js'
import type { Request } from '../driver.js'
import { propertyText } from '../property.js'
import { packed } from './packed.js'

/** A node's number and properties. */
export const selectNode = ({ label, id }: NodeRef): Request => ({
  sql: packed(['n.id', 'n.properties'], 'nodes n WHERE n.label = ? AND n.node = ?'),
  values: [textIn(label), textIn(id)],
})

/** A new node. */
export const insertNode = ({ label, id }: NodeRef, properties: string): Request => ({
  sql: 'INSERT INTO nodes (label, node, properties) VALUES (?, ?, ?)',
  values: [textIn(label), textIn(id), properties],
})

/** New properties for a node. */
export const updateNode = (id: number, properties: string): Request => ({
  sql: 'UPDATE nodes SET properties = ? WHERE id = ?',
  values: [properties, id],
})

/** The numbers of a relationship's ends. */
export interface Ends {
  readonly source: number
  readonly target: number
}

/** A relationship's number and properties. */
export const selectRelationship = ({ type, key }: Relationship, { source, target }: Ends): Request => ({
  sql: packed(
    ['l.id', 'l.properties'],
    "relationships l WHERE l.type = ? AND l.source = ? AND l.target = ? AND ifnull(l.key, x'') = ifnull(?, x'')",
  ),
  values: [type, source, target, keyIn(key)],
})

/** A new relationship. */
export const insertRelationship = (link: Relationship, ends: Ends, properties: string): Request => ({
  sql: 'INSERT INTO relationships (type, source, target, key, properties) VALUES (?, ?, ?, ?, ?)',
  values: [link.type, ends.source, ends.target, keyIn(link.key), properties],
})

/** New properties for a relationship. */
export const updateRelationship = (id: number, properties: string): Request => ({
  sql: 'UPDATE relationships SET properties = ? WHERE id = ?',
  values: [properties, id],
})

const keyIn = (key: string | undefined): string | null => (key === undefined ? null : textIn(key))

/** Whether a query looks at properties at all, or at ids alone. */
export const looksAtProperties = ({ where, orderBy = 'id' }: GraphQuery): boolean =>
  orderBy !== 'id' || Object.keys(where).some((name) => name !== 'id')

/**
 * Nodes that may match, in the order they were first written, behind a number and at most so many. SQL only narrows: which of them match is
 * decided where values can be compared as the port says, so that a text never equals a number and null equals absent.
 */
export const selectCandidates = (query: GraphQuery, after: number, most: number): Request => {
  const narrowed = Object.entries(query.where).flatMap(([name, value]) => narrowing(name, value))
  const conditions = ['n.label = ?', 'n.id > ?', ...narrowed.map(({ sql }) => sql)]
  const properties = looksAtProperties(query) ? 'n.properties' : 'NULL'
  return {
    sql: packed(
      ['id', 'node', 'properties'],
      `(SELECT n.id, n.node, ${properties} AS properties FROM nodes n WHERE ${conditions.join(' AND ')} ORDER BY n.id LIMIT ?)`,
    ),
    values: [query.label, after, ...narrowed.flatMap(({ values }) => values), most],
  }
}

/** A member of the JSON text, followed by the next or by the end. Zero is left out, because it is written in two ways and equal in both. */
const narrowing = (name: string, value: Property): readonly Request[] => {
  if (name === 'id') return typeof value === 'string' ? [{ sql: 'n.node = ?', values: [textIn(value)] }] : []
  const text = JSON.stringify(value)
  if (text === 'null' || text !== propertyText(value) || holdsZero(value)) return []
  const member = `${JSON.stringify(name)}:${text}`
  return [{ sql: '(instr(n.properties, ?) OR instr(n.properties, ?))', values: [`${member},`, `${member}}`] }]
}

const holdsZero = (value: Property): boolean => (Array.isArray(value) ? value.includes(0) : value === 0)

/** Nodes by their numbers, with their properties. */
export const selectNodes = (ids: readonly number[]): Request => ({
  sql: packed(['n.id', 'n.node', 'n.properties'], 'nodes n WHERE n.id IN (SELECT value FROM json_each(?))'),
  values: [JSON.stringify(ids)],
})
