import type { GraphMigrate, SchemaStep } from '../../../ports/graph/index.js'

/** Uniqueness and indexes of the provenance graph; a node's id is unique by the port itself. Spec cf14 5.4. */
export const schema: readonly SchemaStep[] = [
  {
    version: 1,
    about: 'threads, components, states and operations of semantic production',
    unique: [
      { label: 'SemanticOperation', properties: ['idempotency_key'] },
      { label: 'Component', properties: ['thread_id', 'matrix_name', 'index_key'] },
    ],
    indexes: [
      { label: 'Component', properties: ['thread_id', 'current_state'] },
      { label: 'Component', properties: ['thread_id', 'matrix_name'] },
      { label: 'Component', properties: ['station'] },
      { label: 'SemanticOperation', properties: ['thread_id', 'started_at'] },
      { label: 'SemanticOperation', properties: ['operation_type', 'started_at'] },
      { label: 'ComponentState', properties: ['component_id', 'sequence'] },
    ],
  },
]

/** Brings a store to the newest step of {@link schema}. */
export const migration = (key: string): GraphMigrate => ({
  _tag: 'graph/migrate',
  key,
  schema: 'cf14',
  steps: schema,
})
