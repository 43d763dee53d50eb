import type { Payload, Point } from '../../../ports/vector/index.js'
import { inconsistenciesIn } from '../../views/index.js'
import type { Inconsistency } from './inconsistency.js'
import { withPoints } from './point-change.js'
import { listMending, mendedList, relationFaults } from './relations.js'
import { quarantine, spaceRepair } from './space-repair.js'
import {
  indexValue,
  isLivePoint,
  messagesCollection,
  threadsCollection,
  type Collection,
  type Index,
  type IndexValue,
  type StorageState,
} from './storage-state.js'
import { placeOf, relationsOf } from './verify-consistency.js'

/** A state that was mended, and what has to be embedded anew: contents and vectors are never made up. */
export interface Repaired {
  readonly state: StorageState
  readonly anew: readonly { readonly collection: string; readonly id: string }[]
}

/**
 * Mends what was found: points, then indexes, then relations, then the cache. Each place is made right as the state is now, so that an old list
 * does no harm and doing it twice changes nothing. Spec chorus 9.4.
 */
export const repairConsistency = (state: StorageState, found: readonly Inconsistency[]): Repaired => {
  const points = [...state.collections.values()].reduce<Repaired>((so, { name }) => repairSpace(so, name, found), {
    state,
    anew: [],
  })
  const mended = [repairIndexes, repairThreads, repairLinks, repairCoAuthors, repairCache].reduce(
    (so, repair) => repair(so, found),
    points.state,
  )
  return { ...points, state: mended }
}

const idsOf = (found: readonly Inconsistency[], collection: string, kinds: readonly Inconsistency['kind'][]) =>
  new Set(found.filter((each) => each.collection === collection && kinds.includes(each.kind)).map(({ id }) => id))

/** Kinds that concern a point by itself. */
const spaceKinds = ['dimension_mismatch', 'non_finite_vector', 'zero_vector', 'hash_mismatch'] as const

const repairSpace = ({ state, anew }: Repaired, name: string, found: readonly Inconsistency[]): Repaired => {
  const collection = state.collections.get(name)
  if (collection === undefined) return { state, anew }
  const suspects = pointsOf(collection, idsOf(found, name, spaceKinds))
  const named = new Set(found.filter((each) => each.collection === name).map(({ kind, id }) => `${kind} ${id}`))
  // Looked at again: an old list may name what was mended since.
  const faults = inconsistenciesIn({ collection: name, dimension: collection.dimension }, suspects)
  const repair = spaceRepair(
    faults.filter(({ kind, id }) => named.has(`${kind} ${id}`)),
    suspects,
  )
  const lost = pointsOf(collection, idsOf(found, name, ['dangling_thread_ref'])).filter(
    (point) => !state.threads.has(placeOf(point).threadId),
  )
  const sets = [
    ...repair.effects.flatMap(({ ids, set }) => ids.map((id) => [id, set] as const)),
    ...lost.map(({ id }) => [id, quarantine] as const),
  ]
  const changed = sets.length === 0 ? state : withPoints(state, collection, laid(collection, sets))
  return {
    state: idsOf(found, name, ['count_mismatch']).size === 0 ? changed : recounted(changed, name),
    anew: [...anew, ...repair.anew.map((id) => ({ collection: name, id }))],
  }
}

const pointsOf = ({ points }: Collection, ids: ReadonlySet<string>): readonly Point[] =>
  [...ids].flatMap((id) => points.get(id) ?? []).filter(isLivePoint)

const laid = ({ points }: Collection, sets: readonly (readonly [string, Payload])[]): ReadonlyMap<string, Point> => {
  const changes = new Map<string, Point>()
  for (const [id, set] of sets) {
    const point = changes.get(id) ?? points.get(id)
    if (point !== undefined) changes.set(id, { ...point, payload: { ...point.payload, ...set } })
  }
  return changes
}

const recounted = (state: StorageState, name: string): StorageState => {
  const collection = state.collections.get(name)
  if (collection === undefined) return state
  const counted = { ...collection, pointCount: collection.points.size }
  return { ...state, collections: new Map(state.collections).set(name, counted) }
}

const indexKinds = ['index_missing_entry', 'index_orphan_entry', 'index_wrong_value'] as const

const repairIndexes = (state: StorageState, found: readonly Inconsistency[]): StorageState => {
  const ids = new Map<string, Set<string>>()
  for (const { collection, kind, id, at = '' } of found) {
    if (!indexKinds.some((each) => each === kind)) continue
    const key = `${collection}/${at}`
    ids.set(key, (ids.get(key) ?? new Set()).add(id))
  }
  if (ids.size === 0) return state
  const indices = new Map(state.indices)
  for (const [key, suspects] of ids) {
    const index = state.indices.get(key)
    if (index !== undefined) indices.set(key, reindexed(state, index, suspects))
  }
  return { ...state, indices }
}

/** In one pass over the entries, however many are wrong. */
const reindexed = (state: StorageState, index: Index, suspects: ReadonlySet<string>): Index => {
  const entries = new Map<IndexValue, Set<string>>()
  for (const [value, ids] of index.entries) {
    const kept = [...ids].filter((id) => !suspects.has(id))
    if (kept.length > 0) entries.set(value, new Set(kept))
  }
  for (const id of suspects) {
    const point = state.collections.get(index.collection)?.points.get(id)
    const value = point === undefined ? undefined : indexValue(point.payload, index.field)
    if (value !== undefined) entries.set(value, (entries.get(value) ?? new Set()).add(id))
  }
  return { ...index, entries }
}

const repairThreads = (state: StorageState, found: readonly Inconsistency[]): StorageState => {
  const relations = relationsOf(state)
  const mending = listMending(relations, found)
  if (mending.size === 0) return state
  const threads = new Map(state.threads)
  for (const [id, mend] of mending) {
    const thread = threads.get(id)
    if (thread !== undefined)
      threads.set(id, { ...thread, messages: mendedList(relations.messages, thread.messages, mend) })
  }
  return { ...state, threads }
}

const repairLinks = (state: StorageState, found: readonly Inconsistency[]): StorageState => {
  const named = idsOf(found, messagesCollection, ['dangling_link'])
  if (named.size === 0) return state
  const still = idsOf(relationFaults(relationsOf(state)), messagesCollection, ['dangling_link'])
  return { ...state, links: new Map([...state.links].filter(([id]) => !(named.has(id) && still.has(id)))) }
}

/** The owner's set counts; the payload repeats it. */
const repairCoAuthors = (state: StorageState, found: readonly Inconsistency[]): StorageState => {
  const collection = state.collections.get(threadsCollection)
  const sets = [...idsOf(found, threadsCollection, ['co_author_mismatch'])].flatMap((id) => {
    const owned = state.threads.get(id)?.coAuthors
    return owned === undefined ? [] : [[id, { co_authors: owned }] as const]
  })
  return collection === undefined || sets.length === 0 ? state : withPoints(state, collection, laid(collection, sets))
}

const repairCache = (state: StorageState, found: readonly Inconsistency[]): StorageState => {
  const stale = new Set(found.filter(({ kind }) => kind === 'stale_cache').map(({ id }) => id))
  if (stale.size === 0) return state
  return { ...state, cache: new Map([...state.cache].filter(([key, { dirty }]) => dirty || !stale.has(key))) }
}
