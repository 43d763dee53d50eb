import type { NodeRef } from '@chorale/core/ports/graph'
import { textIn } from '../column.js'
import type { Request, Value } from '../driver.js'
import { packed } from './packed.js'

/** Which of these nodes are there: their places in the list, with their numbers and properties. */
export const selectKnown = (refs: readonly NodeRef[]): Request => ({
  sql: packed(
    ['r.key', 'n.id', 'n.properties'],
    "json_each(?) r CROSS JOIN nodes n ON n.label = json_extract(r.value, '$[0]') AND n.node = json_extract(r.value, '$[1]')",
  ),
  values: [JSON.stringify(refs.map(({ label, id }) => [textIn(label), textIn(id)]))],
})

/** Nodes by their numbers, with their properties or without. */
export const selectNodes = (numbers: readonly number[], properties: 'with' | 'without'): Request => ({
  sql: packed(
    ['n.id', 'n.label', 'n.node', properties === 'with' ? 'n.properties' : 'NULL'],
    'json_each(?) i CROSS JOIN nodes n ON n.id = i.value',
  ),
  values: [JSON.stringify(numbers)],
})

/** The last number that a node was given. */
export const selectLastNode = (): Request => ({
  sql: packed(['(SELECT max(id) FROM nodes)'], '(SELECT 1)'),
  values: [],
})

/** The columns of a new node. */
export const nodeRow = (number: number, { label, id }: NodeRef, properties: string): readonly Value[] => [
  ...[number, textIn(label), textIn(id), properties],
]

/** New properties for a node. */
export const updateNode = (number: number, properties: string): Request => ({
  sql: 'UPDATE nodes SET properties = ? WHERE id = ?',
  values: [properties, number],
})

/** Takes the properties of nodes that are about to get others: two may swap what only one can have. */
export const clearNodes = (numbers: readonly number[]): Request => ({
  sql: "UPDATE nodes SET properties = '{}' WHERE id IN (SELECT value FROM json_each(?))",
  values: [JSON.stringify(numbers)],
})

/** Deletes a node. */
export const deleteNode = (number: number): Request => ({ sql: 'DELETE FROM nodes WHERE id = ?', values: [number] })
