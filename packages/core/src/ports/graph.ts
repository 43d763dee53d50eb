import * as t from 'io-ts/lib/index.js'
import type { Effect } from '../kit/effect/index.js'

/** What a property may hold: stores take no nested maps; nested values travel as JSON text. */
export type Property = string | number | boolean | null | readonly string[] | readonly number[]

/** Properties by name; names match {@link nameRule}. */
export type Properties = { readonly [name: string]: Property }

/** A node's identity: its label and its id, unique together. */
export interface NodeRef {
  readonly label: string
  readonly id: string
}

/** A node with its properties; `id` is stored among them by the adapter. */
export interface GraphNode extends NodeRef {
  readonly properties: Properties
}

/** A directed relationship. The same type between the same ends exists once, or once for each `key` where one is given. */
export interface Relationship {
  readonly type: string
  readonly from: NodeRef
  readonly to: NodeRef
  readonly key?: string
  readonly properties: Properties
}

/** Writes nodes and relationships, all or nothing. What exists is updated by property; writing the same twice changes nothing. */
export interface GraphUpsert extends Effect<'graph/upsert', GraphWritten> {
  readonly nodes: readonly GraphNode[]
  readonly relationships: readonly Relationship[]
}

/** How many were taken, whether new or not. */
export interface GraphWritten {
  readonly nodes: number
  readonly relationships: number
}

/** Checks a result that comes from a handler of the host's. */
export const graphWrittenCodec: t.Type<GraphWritten> = t.type({ nodes: t.number, relationships: t.number })

/** Reads the nodes of one label whose properties equal those given, by `orderBy` then id, at most `limit` from `offset`. */
export interface GraphQuery extends Effect<'graph/query', GraphFound> {
  readonly label: string
  readonly where: Properties
  readonly orderBy?: string
  readonly offset?: number
  readonly limit?: number
}

/** One page of nodes and the number of all that match. */
export interface GraphFound {
  readonly nodes: readonly GraphNode[]
  readonly count: number
}

/** All effects of the graph port. */
export type GraphEffect = GraphUpsert | GraphQuery

/** What labels, types and property names look like; anything else is `Rejected`. */
export const nameRule = /^[A-Za-z][A-Za-z0-9_]{0,63}$/u
