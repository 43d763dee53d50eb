import { verifyCollection } from './checks.js'
import { missingCollection } from './exec-store.js'
import { failure, type Delete, type StorageResult, type Success } from './operation.js'
import { withPoints } from './point-change.js'
import type { StorageState, Tombstone } from './storage-state.js'
import type { Point } from '../../../ports/vector/index.js'

/** Takes a message out, with its links; a tombstone keeps its place. Doing it twice is no fault. Spec chorus 9.3, Delete. */
export const execDelete = (
  state: StorageState,
  { collection: name, id }: Delete,
): readonly [StorageState, StorageResult] => {
  const collection = state.collections.get(name)
  const fault = verifyCollection(collection, state.configured.get(name))
  if (fault !== undefined || collection === undefined) return [state, failure(fault ?? missingCollection)]
  const point = collection.points.get(id)
  if (point === undefined) return [state, deletion(id, false)]
  const links = new Map([...state.links].filter(([, { from, to }]) => from !== id && to !== id))
  const tombstones = new Map(state.tombstones).set(id, tombstoneOf(point))
  return [withPoints({ ...state, links, tombstones }, collection, new Map([[id, undefined]])), deletion(id, true)]
}

const tombstoneOf = ({ payload }: Point): Tombstone => ({
  threadId: textIn(payload['thread_id']),
  contentHash: textIn(payload['content_hash']),
  createdAt: textIn(payload['created_at']),
})

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A message that is gone, now or before. */
export const deletion = (id: string, deleted: boolean): Success => ({
  ...{ _tag: 'Success', of: 'delete', data: id },
  metadata: { deleted },
})
