import type { Point } from '../../../ports/vector/index.js'
import {
  indexValue,
  isLivePoint,
  keyOf,
  type Collection,
  type Index,
  type IndexValue,
  type StorageState,
} from './storage-state.js'

/** Puts points into a collection, or takes those away that are undefined; moves their index entries, and drops the searches kept of it. */
export const withPoints = (
  state: StorageState,
  collection: Collection,
  changes: ReadonlyMap<string, Point | undefined>,
): StorageState => {
  const points = new Map(collection.points)
  let added = 0
  for (const [id, point] of changes) {
    const had = points.has(id)
    if (point === undefined) points.delete(id)
    else points.set(id, point)
    added += Number(point !== undefined) - Number(had)
  }
  const changed = { ...collection, points, pointCount: collection.pointCount + added }
  const indices = new Map(state.indices)
  for (const index of state.indices.values())
    if (index.collection === collection.name) indices.set(keyOf(index), moved(index, collection.points, changes))
  const collections = new Map(state.collections).set(collection.name, changed)
  return { ...state, collections, indices, cache: withoutSearches(state.cache, collection.name) }
}

const moved = (
  index: Index,
  before: ReadonlyMap<string, Point>,
  changes: ReadonlyMap<string, Point | undefined>,
): Index => {
  const entries = new Map(index.entries)
  const fresh = new Set<IndexValue>()
  for (const [id, point] of changes) {
    const old = before.get(id)
    const from = old === undefined ? undefined : indexValue(old.payload, index.field)
    const to = point === undefined ? undefined : indexValue(point.payload, index.field)
    if (from === to) continue
    if (from !== undefined) own(entries, fresh, from).delete(id)
    if (to !== undefined) own(entries, fresh, to).add(id)
  }
  if (fresh.size === 0) return index
  for (const value of fresh) if (entries.get(value)?.size === 0) entries.delete(value)
  return { ...index, entries }
}

/** The set of a value, copied once. */
const own = (entries: Map<IndexValue, ReadonlySet<string>>, fresh: Set<IndexValue>, value: IndexValue): Set<string> => {
  const there = entries.get(value)
  // A cast after a check: what is fresh was made here, as a set that may be changed.
  if (there !== undefined && fresh.has(value)) return there as Set<string>
  const copy = new Set(there)
  entries.set(value, copy)
  fresh.add(value)
  return copy
}

/** The cache without the searches of a collection; what waits stays. */
export const withoutSearches = (cache: StorageState['cache'], collection: string): StorageState['cache'] => {
  const stale = [...cache.values()].filter((entry) => !entry.dirty && entry.collection === collection)
  if (stale.length === 0) return cache
  const kept = new Map(cache)
  for (const { key } of stale) kept.delete(key)
  return kept
}

/** The points of a collection that may be found. */
export const livePoints = ({ points }: Collection): readonly Point[] => [...points.values()].filter(isLivePoint)
