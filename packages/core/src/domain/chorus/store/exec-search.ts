import { sha256Hex } from '../../../kit/base/index.js'
import type { Condition } from '../../../ports/index.js'
import { fitsFilter } from '../../../ports/vector/index.js'
import { verifyCollection, verifySearch, limitOf } from './checks.js'
import { missingCollection, vectorFault } from './exec-store.js'
import { moreThan, nearestIn } from './nearest-in.js'
import { failure, found, type Found, type Search, type StorageResult } from './operation.js'
import { livePoints } from './point-change.js'
import { priorsOf } from './prior.js'
import type { StorageFault } from './storage-fault.js'
import type { CacheEntry, Collection, StorageState } from './storage-state.js'

/** How long an answer is kept, in ms, and how many are. */
const [ttlMs, mostKept] = [60_000, 100]

/**
 * Finds priors in what a client sees. An answer is kept for a minute and given again to an equal search, unless writes wait.
 * Spec chorus 9.3, Search.
 */
export const execSearch = (
  state: StorageState,
  seen: StorageState,
  search: Search,
): readonly [StorageState, StorageResult] => {
  const collection = seen.collections.get(search.collection)
  const fault = searchFault(state, search)
  if (fault !== undefined || collection === undefined) return [state, failure(fault ?? missingCollection)]
  if (seen !== state) return [state, searched(collection, search)]
  const key = cacheKey(search)
  const kept = state.cache.get(key)
  if (kept !== undefined && !kept.dirty && isFresh(kept, search.at))
    return [state, found(kept.value.data, { ...kept.value.metadata, fromCache: true })]
  const value = searched(collection, search)
  return [{ ...state, cache: keeping(state, { key, value, search }) }, value]
}

const searchFault = ({ collections, configured }: StorageState, search: Search): StorageFault | undefined => {
  const [collection, shape] = [collections.get(search.collection), configured.get(search.collection)]
  return (
    vectorFault(search.vector, shape ?? collection) ??
    verifyCollection(collection, shape) ??
    verifySearch(search.filters ?? [], search.limit)
  )
}

const searched = (collection: Collection, { vector, limit: given, filters = [], threshold }: Search): Found => {
  const fitting = livePoints(collection).filter(({ payload }) => fitsFilter(payload, filters))
  const wanted = limitOf(given)
  const bound = threshold === undefined ? {} : { threshold }
  for (let limit: number | undefined = wanted; ;) {
    const hits = nearestIn(collection, fitting, { vector, limit, ...bound })
    const { priors, skipped } = priorsOf(hits)
    const more = moreThan({ limit, wanted }, { hits: hits.length, priors: priors.length })
    if (more === undefined) return found(priors.slice(0, wanted), { total: fitting.length, skipped, fromCache: false })
    limit = more
  }
}

/** Equal searches have equal keys, whatever they are called. */
const cacheKey = ({ collection, vector, limit, filters = [], threshold = null }: Cached): string =>
  // Text first: a number that no JSON holds is null there.
  `search/${sha256Hex(JSON.stringify([collection, vector, limitOf(limit), filters.map(sides), threshold]))}`

type Cached = Omit<Search, 'threshold'> & { readonly threshold?: number | null }

const sides = (condition: Condition) => [
  ...[condition._tag, condition.name],
  condition._tag === 'in' ? condition.values : condition.value,
]

const isFresh = ({ storedAt, ttlMs }: CacheEntry, at: number): boolean => at >= storedAt && at < storedAt + ttlMs

const keeping = (
  { cache }: StorageState,
  { key, value, search: { at, collection } }: { readonly key: string; readonly value: Found; readonly search: Search },
): StorageState['cache'] => {
  const clean = [...cache.values()].filter((entry) => !entry.dirty)
  // In the order in which they were kept: the first are the oldest.
  const surplus = clean.slice(0, Math.max(0, clean.length + 1 - mostKept))
  const gone = new Set([...surplus, ...clean.filter((entry) => !isFresh(entry, at))].map((entry) => entry.key))
  const kept = new Map([...cache].filter(([each]) => !gone.has(each) && each !== key))
  return kept.set(key, { key, storedAt: at, ttlMs, dirty: false, collection, value })
}
