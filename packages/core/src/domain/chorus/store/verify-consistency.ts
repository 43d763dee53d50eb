import type { Point } from '../../../ports/vector/index.js'
import { inconsistenciesIn } from '../../views/index.js'
import { inOrder, type Inconsistency } from './inconsistency.js'
import { priorOf } from './prior.js'
import { relationFaults, type MessagePlace, type Relations } from './relations.js'
import {
  indexValue,
  isLivePoint,
  messagesCollection,
  threadsCollection,
  type Collection,
  type Index,
  type StorageState,
} from './storage-state.js'

/**
 * All places where storage contradicts itself, by collection, kind and id. What is in quarantine was found before and is not told again.
 * Linear in points, index entries and list entries. Spec chorus 9.4.
 */
export const verifyConsistency = (state: StorageState): readonly Inconsistency[] =>
  inOrder([
    ...[...state.collections.values()].flatMap(spaceFaults),
    ...[...state.indices.values()].flatMap((index) => indexFaults(state, index)),
    ...relationFaults(relationsOf(state)),
    ...coAuthorFaults(state),
    ...cacheFaults(state),
  ])

const spaceFaults = ({ name: collection, dimension, points, pointCount }: Collection): readonly Inconsistency[] => {
  const live = [...points.values()].filter(isLivePoint)
  const found = inconsistenciesIn({ collection, dimension }, live)
  return pointCount === points.size ? found : [...found, { collection, kind: 'count_mismatch', id: '' }]
}

const indexFaults = (state: StorageState, { collection, field, entries }: Index): readonly Inconsistency[] => {
  const points = state.collections.get(collection)?.points ?? new Map<string, Point>()
  const found: Inconsistency[] = []
  const wrong = new Set<string>()
  const tell = (kind: Inconsistency['kind'], id: string): void => {
    found.push({ collection, kind, id, at: field })
  }
  for (const [value, ids] of entries)
    for (const id of ids) {
      const point = points.get(id)
      const is = point === undefined ? undefined : indexValue(point.payload, field)
      if (is === value || wrong.has(id)) continue
      wrong.add(id)
      tell(is === undefined ? 'index_orphan_entry' : 'index_wrong_value', id)
    }
  for (const [id, { payload }] of points) {
    const value = indexValue(payload, field)
    if (value !== undefined && !wrong.has(id) && entries.get(value)?.has(id) !== true) tell('index_missing_entry', id)
  }
  return found
}

/** Messages, threads and links as the state has them. */
export const relationsOf = ({ collections, threads, links, tombstones }: StorageState): Relations => {
  const messages = new Map<string, MessagePlace>()
  for (const [id, { threadId, createdAt }] of tombstones) messages.set(id, { threadId, createdAt, is: 'tombstone' })
  for (const [id, point] of collections.get(messagesCollection)?.points ?? []) messages.set(id, placeOf(point))
  return { collection: messagesCollection, messages, threads, links }
}

/** The place of a message by its payload. */
export const placeOf = ({ payload }: Pick<Point, 'payload'>): MessagePlace => {
  const { thread_id: threadId, created_at: createdAt } = payload
  return {
    threadId: typeof threadId === 'string' ? threadId : '',
    createdAt: typeof createdAt === 'string' ? createdAt : '',
    is: isLivePoint({ payload }) ? 'live' : payload['deleted'] === 'quarantine' ? 'quarantined' : 'tombstone',
  }
}

const coAuthorFaults = ({ collections, threads }: StorageState): readonly Inconsistency[] =>
  [...(collections.get(threadsCollection)?.points.values() ?? [])].flatMap((point): readonly Inconsistency[] =>
    isLivePoint(point) && differ(threads.get(point.id)?.coAuthors, point.payload['co_authors'])
      ? [{ collection: threadsCollection, kind: 'co_author_mismatch', id: point.id }]
      : [],
  )

/** Whether a payload names other co-authors than the owner of the thread: as sets. A thread nobody owns has none to differ from. */
export const differ = (owned: readonly string[] | undefined, copied: unknown): boolean => {
  if (owned === undefined) return false
  const [own, copy] = [new Set<unknown>(owned), new Set<unknown>(Array.isArray(copied) ? copied : [])]
  return own.size !== copy.size || [...own].some((each) => !copy.has(each))
}

/** A kept answer is stale where a prior in it is not what its point says now. */
const cacheFaults = ({ cache, collections }: StorageState): readonly Inconsistency[] =>
  [...cache.values()].flatMap((entry): readonly Inconsistency[] => {
    if (entry.dirty) return []
    const { collection, key: id, value } = entry
    const points = collections.get(collection)?.points
    const isStale = value.data.some((prior) => {
      const point = points?.get(prior.id)
      if (point === undefined || !isLivePoint(point)) return true
      const now = priorOf({ id: prior.id, payload: point.payload, score: prior.similarity })
      return JSON.stringify(now) !== JSON.stringify(prior)
    })
    return isStale || points === undefined ? [{ collection, kind: 'stale_cache', id }] : []
  })
