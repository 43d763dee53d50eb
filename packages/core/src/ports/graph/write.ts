import * as t from 'io-ts/lib/index.js'
import type { Effect } from '../../kit/effect/index.js'
import type { GraphNode, NodeRef, Relationship, RelationshipRef } from './node.js'

/**
 * What happens to a node that exists: `merge` lays the new properties over it; `keep` leaves it as it is; `newer` lays them over it where the
 * number in `by` is not below the one that is there; `equal` leaves it, and where a property in `on` differs the whole write is a `Conflict`.
 */
export type Merge =
  | { readonly _tag: 'merge' }
  | { readonly _tag: 'keep' }
  | { readonly _tag: 'newer'; readonly by: string }
  | { readonly _tag: 'equal'; readonly on: readonly string[] }

/** A node to write; without a word on it, one that exists is merged. */
export interface NodeWrite extends GraphNode {
  readonly existing?: Merge
}

/**
 * Writes nodes and relationships, all or nothing; writing the same twice changes nothing. A node or relationship stands in one write at most
 * once. Both ends of a relationship must exist or come with it, otherwise the write is `Rejected`; what breaks a uniqueness is a `Conflict`.
 */
export interface GraphUpsert extends Effect<'graph/upsert', GraphWritten> {
  readonly nodes: readonly NodeWrite[]
  readonly relationships: readonly Relationship[]
}

/** How many were taken, whether new or not. */
export interface GraphWritten {
  readonly nodes: number
  readonly relationships: number
}

/** Checks a result that comes from a handler of the host's. */
export const graphWrittenCodec: t.Type<GraphWritten> = t.type({ nodes: t.number, relationships: t.number })

/** Deletes relationships, and nodes with all their relationships, all or nothing; what is not there changes nothing. Counts what was deleted. */
export interface GraphDelete extends Effect<'graph/delete', GraphWritten> {
  readonly nodes: readonly NodeRef[]
  readonly relationships: readonly RelationshipRef[]
}
