import type { GraphQuery, GraphRelationships } from './query.js'
import type { GraphMigrate } from './schema.js'
import type { GraphDelete, GraphUpsert } from './write.js'

/** All effects of the graph port. */
export type GraphEffect = GraphUpsert | GraphDelete | GraphQuery | GraphRelationships | GraphMigrate
