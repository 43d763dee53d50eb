/** The graph port: nodes and relationships, written by key and read by a small portable query. */
export {
  nameRule,
  type GraphNode,
  type NodeRef,
  type Properties,
  type Property,
  type Relationship,
  type RelationshipRef,
} from './node.js'
export {
  graphWrittenCodec,
  type GraphDelete,
  type GraphUpsert,
  type GraphWritten,
  type Merge,
  type NodeWrite,
} from './write.js'
export {
  mostDepth,
  type FoundNode,
  type GraphFound,
  type GraphQuery,
  type GraphRelationships,
  type Hop,
  type Match,
  type Order,
  type RelationshipsFound,
} from './query.js'
export type { GraphMigrate, Migrated, SchemaStep, Shape } from './schema.js'
export type { GraphCapabilities } from './capabilities.js'
export type { GraphEffect } from './effects.js'
