import { contentHash, toIso, type Instant } from '../../../kit/base/index.js'
import type { Properties } from '../../../ports/graph/index.js'
import type { Payload } from '../../../ports/vector/index.js'
import { pointOf } from '../../views/index.js'
import { vectorless, notThere, verifyCollection, verifyEmbedding, verifyPatch, versionConflict } from './checks.js'
import { missingCollection, vectorFault } from './exec-store.js'
import { messagesView } from './messages-view.js'
import { failure, type StorageResult, type Success, type Update } from './operation.js'
import { withPoints } from './point-change.js'
import type { StorageFault } from './storage-fault.js'
import { isLivePoint, type StorageState } from './storage-state.js'

/** Changes a message that is there at the version expected. Spec chorus 9.3, Update. */
export const execUpdate = (state: StorageState, update: Update): readonly [StorageState, StorageResult] => {
  const { id } = update
  const collection = state.collections.get(update.collection)
  const shape = state.configured.get(update.collection)
  const fault = updateFault(update, shape ?? collection) ?? verifyCollection(collection, shape)
  if (fault !== undefined || collection === undefined) return [state, failure(fault ?? missingCollection)]
  const point = collection.points.get(id)
  if (point === undefined) return [state, failure(notThere(id))]
  // A cast: what is kept of a message are properties, which its codec has written.
  const now = point.payload as Properties
  const refused = versionFault(update, now)
  if (refused !== undefined) return [state, failure(refused)]
  if (update.vector === undefined && !isLivePoint(point)) return [state, failure(vectorless(id))]
  const next = patched(now, update)
  const made = pointOf(messagesView(collection), { id, properties: next }, update.vector ?? point.vector)
  // A content of an unreadable payload is none to make a point of: what is there stays, with the changes over it.
  const payload = { ...withoutAbsent({ ...point.payload, ...next }), ...made.payload }
  const changed = withPoints(state, collection, new Map([[id, { ...made, payload }]]))
  return [changed, updated(id, versionIn(next))]
}

const withoutAbsent = (payload: Payload): Payload =>
  Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null))

/** Checks an update by itself: a new content needs a new vector, and a vector must fit. */
export const updateFault = (
  { patch, vector }: Update,
  shape: { readonly dimension: number; readonly metric: 'cosine' | 'dot' | 'euclid' } | undefined,
): StorageFault | undefined => {
  const fault = verifyPatch(patch)
  if (fault !== undefined || shape === undefined) return fault
  if (vector !== undefined) return vectorFault(vector, shape)
  return patch['content'] === undefined ? undefined : verifyEmbedding([], shape.dimension)
}

/** Checks that a message is as the update expects it. */
export const versionFault = ({ expectedVersion }: Update, now: Properties): StorageFault | undefined =>
  versionIn(now) === expectedVersion ? undefined : versionConflict(expectedVersion, versionIn(now))

/** The version of what is kept; what has none is at 0. */
export const versionIn = ({ version }: Properties): number => (typeof version === 'number' ? version : 0)

/** What an update makes of a message: the next version, no older than before; a new vector lifts a quarantine. */
export const patched = (now: Properties, { patch, at, vector }: Update): Properties => {
  const { content } = patch
  return {
    ...now,
    ...patch,
    ...(typeof content === 'string' ? { content_hash: contentHash(content) } : {}),
    ...(vector !== undefined && now['deleted'] === 'quarantine' ? { deleted: null } : {}),
    version: versionIn(now) + 1,
    updated_at: laterOf(now['updated_at'], at),
  }
}

/** The later of when a record was written before and now, as ISO 8601. */
export const laterOf = (before: Properties[string] | undefined, at: Instant): string => {
  const now = toIso(at)
  return typeof before === 'string' && before > now ? before : now
}

/** A message that was changed. */
export const updated = (id: string, version: number): Success => ({
  ...{ _tag: 'Success', of: 'update', data: id },
  metadata: { version },
})
