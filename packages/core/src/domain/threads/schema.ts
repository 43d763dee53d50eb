import type { GraphMigrate, SchemaStep } from '../../ports/graph/index.js'

/** Uniqueness and indexes of threads, messages and users; a node's id is unique by the port itself. */
export const threadSchema: readonly SchemaStep[] = [
  {
    version: 1,
    about: 'threads, messages, users, the treasury, and the changes of each',
    unique: [{ label: 'User', properties: ['public_key'] }],
    indexes: [
      { label: 'Message', properties: ['thread_id', 'created_at'] },
      { label: 'Message', properties: ['status', 'expires_at'] },
      { label: 'Change', properties: ['entity_id', 'version'] },
    ],
  },
]

/** Brings a store to the newest step of {@link threadSchema}. */
export const threadMigration = (key: string): GraphMigrate => ({
  ...{ _tag: 'graph/migrate', key, schema: 'threads', steps: threadSchema },
})
