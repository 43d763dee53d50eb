import type { Effect } from '../../kit/effect/index.js'
import type { Condition } from '../condition.js'
import type { GraphNode, Relationship } from './node.js'

/** Nodes by label and by conditions on their properties, `id` included; all of them must hold. */
export interface Match {
  readonly label?: string
  readonly where?: readonly Condition[]
}

/** From each node to those whose shortest way along relationships of these types has from `least` to `most` steps: one, unless given. */
export interface Hop {
  readonly types: readonly string[]
  readonly direction: 'out' | 'in' | 'both'
  readonly depth?: { readonly least: number; readonly most: number }
  /** What a node must be to be reached; those on the way to it may be anything. */
  readonly to?: Match
}

/** By a property, by `id`, or by `distance`. */
export interface Order {
  readonly by: string
  readonly descending?: true
}

/** Most steps of a hop. */
export const mostDepth = 50

/**
 * Reads nodes: those that match, or those that are reached from them by hops; each once. In the order given, then by distance, label and id;
 * an absent property always comes last. A page of them, and the number of all.
 */
export interface GraphQuery extends Effect<'graph/query', GraphFound> {
  readonly match: Match
  readonly hops?: readonly Hop[]
  readonly orderBy?: readonly Order[]
  readonly offset?: number
  /** All of them unless given. */
  readonly limit?: number
}

/** A node, and the steps of the shortest way to it over all hops: 0 where there are none. */
export interface FoundNode extends GraphNode {
  readonly distance: number
}

/** One page of nodes and the number of all that match. */
export interface GraphFound {
  readonly nodes: readonly FoundNode[]
  readonly count: number
}

/** Reads the relationships of a type by their ends, in the order of from, to (each by label, then id) and key. */
export interface GraphRelationships extends Effect<'graph/relationships', RelationshipsFound> {
  readonly type: string
  readonly from?: Match
  readonly to?: Match
  readonly offset?: number
  /** All of them unless given. */
  readonly limit?: number
}

/** One page of relationships and the number of all that match. */
export interface RelationshipsFound {
  readonly relationships: readonly Relationship[]
  readonly count: number
}
