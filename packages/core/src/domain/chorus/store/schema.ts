import type { GraphMigrate, SchemaStep } from '../../../ports/graph/index.js'
import { outboxLabel } from '../../views/index.js'
import { linkLabel, messageLabel, threadLabel } from './labels.js'

/** Indexes of what Chorus keeps; a node's id is unique by the port itself. */
export const schema: readonly SchemaStep[] = [
  {
    version: 1,
    about: 'messages, threads, their links, and what waits to be told to the vectors',
    indexes: [
      { label: messageLabel, properties: ['thread_id', 'created_at'] },
      { label: messageLabel, properties: ['author'] },
      { label: threadLabel, properties: ['created_at'] },
      { label: linkLabel, properties: ['from_message_id'] },
      { label: linkLabel, properties: ['to_message_id'] },
      { label: outboxLabel, properties: ['collection'] },
      { label: outboxLabel, properties: ['node'] },
    ],
  },
]

/** Brings a store to the newest step of {@link schema}. */
export const migration = (key: string): GraphMigrate => ({
  _tag: 'graph/migrate',
  key,
  schema: 'chorus',
  steps: schema,
})
