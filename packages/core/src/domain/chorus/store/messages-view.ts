import type { PayloadIndex, VectorCollection } from '../../../ports/vector/index.js'
import type { View } from '../../views/index.js'
import { messageLabel } from './labels.js'

/** Messages as vectors: found by cosine, each point with all a prior needs, its content too. Spec chorus 9.1. */
export const messagesView = (of: { readonly collection?: string; readonly dimension: number }): View => ({
  label: messageLabel,
  collection: of.collection ?? 'messages',
  dimension: of.dimension,
  metric: 'cosine',
  text: 'content',
  version: 'version',
  payload: [
    ...['content', 'content_hash', 'thread_id', 'author', 'role', 'step', 'created_at', 'updated_at', 'audience'],
    ...['deleted', 'token_value', 'author_signature'],
  ],
})

/** The fields that filters may name. Spec chorus 9.3; `audience` says who may find a message. */
export const indexedFields = ['thread_id', 'author', 'role', 'step', 'created_at', 'deleted', 'audience'] as const

/** Makes the collection of a view where it is missing; one of another dimension or metric is a `Conflict`. Spec chorus 9.1. */
export const collectionEffect = (key: string, { collection, dimension, metric }: View): VectorCollection => ({
  ...{ _tag: 'vector/collection', key, collection, dimension, metric },
  indexes: indexedFields.map((name): PayloadIndex => ({ name, kind: 'text' })),
})
