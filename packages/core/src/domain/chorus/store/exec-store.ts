import { contentHash } from '../../../kit/base/index.js'
import { pointUuid } from '../../../ports/vector/index.js'
import { pointOf } from '../../views/index.js'
import {
  badCollection,
  idConflict,
  verifyCollection,
  verifyContent,
  verifyEmbedding,
  type CollectionShape,
} from './checks.js'
import { messageNode } from './message.js'
import { messagesView } from './messages-view.js'
import { nearestIn } from './nearest-in.js'
import { failure, isDuplicate, type StorageResult, type Store, type Success } from './operation.js'
import { livePoints, withPoints } from './point-change.js'
import type { StorageFault } from './storage-fault.js'
import type { StorageState } from './storage-state.js'

/** Keeps a message: vector, collection, content and id are checked first, then duplicates where asked. Spec chorus 9.3, Store. */
export const execStore = (state: StorageState, store: Store): readonly [StorageState, StorageResult] => {
  const { message, vector } = store
  const collection = state.collections.get(store.collection)
  const configured = state.configured.get(store.collection)
  const fault =
    vectorFault(vector, configured ?? collection) ?? verifyCollection(collection, configured) ?? storeFault(store)
  if (fault !== undefined) return [state, failure(fault)]
  if (collection === undefined) return [state, failure(missingCollection)]
  if (store.duplicates === 'skip' && collection.metric === 'dot') return [state, failure(unlike)]
  const there = collection.points.get(message.id)
  if (there !== undefined || state.tombstones.has(message.id))
    return [state, takenBy(message.id, there?.payload['content_hash'] === contentHash(message.content))]
  const [like] = store.duplicates === 'skip' ? nearestIn(collection, livePoints(collection), { vector, limit: 1 }) : []
  if (like !== undefined && isDuplicate(like.score)) return [state, duplicate(message.id, like.id)]
  const point = pointOf(messagesView({ dimension: collection.dimension }), messageNode(message), vector)
  return [withPoints(state, collection, new Map([[message.id, point]])), stored(message.id, like?.score ?? null)]
}

/** Checks a vector against what the collection should keep; a collection nobody knows is told of later. */
export const vectorFault = (vector: readonly number[], shape: CollectionShape | undefined): StorageFault | undefined =>
  shape === undefined ? undefined : verifyEmbedding(vector, shape.dimension)

/** Checks what is to be stored by itself. */
export const storeFault = ({ message, contentHash: hash }: Store): StorageFault | undefined =>
  verifyContent(message.content, hash)

/** A collection that nobody made. */
export const missingCollection = badCollection('it is not there', 'Make it.')

/** Products do not tell what is alike. */
export const unlike = badCollection(
  'it compares by product, and duplicates are found by cosine or distance',
  'Store without looking for duplicates, or use a collection of another metric.',
)

/** How a store ends whose id is taken: by the same content, or by another. */
export const takenBy = (id: string, isSame: boolean): StorageResult =>
  isSame
    ? { _tag: 'Success', of: 'store', data: id, metadata: { stored: false, reason: 'same' } }
    : failure(idConflict(id))

/** What was not kept, because it is there under another id. */
export const duplicate = (id: string, duplicateOf: string): Success => ({
  ...{ _tag: 'Success', of: 'store', data: id },
  metadata: { stored: false, reason: 'duplicate', duplicateOf },
})

/** What was kept. */
export const stored = (id: string, maxSimilarity: number | null): Success => ({
  ...{ _tag: 'Success', of: 'store', data: id },
  metadata: { stored: true, vectorId: pointUuid(id), maxSimilarity },
})
