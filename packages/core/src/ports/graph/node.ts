/** What a property may hold: stores take no nested maps; nested values travel as JSON text. Numbers are finite, texts well-formed Unicode. */
export type Property = string | number | boolean | null | readonly string[] | readonly number[]

/** Properties by name; names match {@link nameRule}. A property that is null is absent. */
export type Properties = { readonly [name: string]: Property }

/** A node's identity: its label and its id, unique together. */
export interface NodeRef {
  readonly label: string
  readonly id: string
}

/** A node with its properties; `id` is stored among them by the adapter and may not be one of them. */
export interface GraphNode extends NodeRef {
  readonly properties: Properties
}

/** A relationship's identity. The same type between the same ends exists once, or once for each `key` where one is given. */
export interface RelationshipRef {
  readonly type: string
  readonly from: NodeRef
  readonly to: NodeRef
  readonly key?: string
}

/** A directed relationship; `key` may not be one of its properties. */
export interface Relationship extends RelationshipRef {
  readonly properties: Properties
}

/** What labels, types and property names look like; anything else is `Rejected`. */
export const nameRule = /^[A-Za-z][A-Za-z0-9_]{0,63}$/u
