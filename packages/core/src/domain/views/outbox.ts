import type { GraphNode, GraphUpsert, NodeWrite, Relationship } from '../../ports/graph/index.js'
import { versionOf, type View } from './view.js'

/** The label of what waits to be told to the vectors. */
export const outboxLabel = 'Outbox'

/** A node that is written together with its vector. */
export interface ViewWrite {
  readonly node: NodeWrite
  readonly vector: readonly number[]
  readonly relationships?: readonly Relationship[]
}

/**
 * What to write to the graph so that a node and its vector cannot drift apart: the node, and in the same transaction an entry that keeps the
 * vector until the collection has it. The outbox machine carries the entries over; a crash anywhere leaves them to the next.
 */
export const withOutbox = (view: View, writes: readonly ViewWrite[]): Pick<GraphUpsert, 'nodes' | 'relationships'> => ({
  nodes: writes.flatMap(({ node, vector }) => [node, entryOf(view, node, vector)]),
  relationships: writes.flatMap(({ relationships = [] }) => relationships),
})

/** What to write so that a node and its point go: the outbox machine deletes both. */
export const removalOf = (view: View, nodes: readonly GraphNode[]): Pick<GraphUpsert, 'nodes' | 'relationships'> => ({
  nodes: nodes.map((node) => entryOf(view, node, undefined)),
  relationships: [],
})

/** One for each version of a node: an entry that was carried over is deleted without touching a later one. */
const entryOf = (view: View, node: GraphNode, vector: readonly number[] | undefined): NodeWrite => {
  const version = versionOf(view, node)
  const kind = vector === undefined ? 'delete' : 'write'
  return {
    existing: { _tag: 'merge' },
    id: JSON.stringify([view.collection, node.id, version, kind]),
    label: outboxLabel,
    properties: { collection: view.collection, kind, node: node.id, vector: vector ?? null, version },
  }
}

/** An entry that was read. */
export interface OutboxEntry {
  /** Its id in the graph. */
  readonly id: string
  readonly collection: string
  readonly node: string
  readonly version: number
  /** Undefined where the node goes. */
  readonly vector: readonly number[] | undefined
}

/** An entry from its node; undefined where it is none of ours. */
export const entryIn = ({ id, properties }: GraphNode): OutboxEntry | undefined => {
  const { collection, node, version, kind, vector = null } = properties
  if (typeof collection !== 'string' || typeof node !== 'string' || typeof version !== 'number') return undefined
  if (kind === 'delete') return { id, collection, node, version, vector: undefined }
  return isVector(vector) ? { id, collection, node, version, vector } : undefined
}

const isVector = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'number')
