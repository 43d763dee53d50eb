import { execDelete } from './exec-delete.js'
import { execSearch } from './exec-search.js'
import { execStore } from './exec-store.js'
import { execUpdate } from './exec-update.js'
import type { Operation, StorageResult } from './operation.js'
import { withoutSearches } from './point-change.js'
import type { StorageState } from './storage-state.js'

/**
 * Carries an operation out on a state: pure, total, all or nothing. On a failure the state that comes back is the very one that was given. What is
 * cached and waits for its store (dirty) is seen by every search. Spec chorus 9.3.
 */
export const executeOperation = (state: StorageState, operation: Operation): readonly [StorageState, StorageResult] => {
  if (operation._tag === 'search') return execSearch(state, overlaid(state, operation.collection), operation)
  const [next, result] = written(state, operation)
  if (result._tag === 'Failure' || !next.cache.has(operation.key)) return [next, result]
  const cache = new Map(next.cache)
  cache.delete(operation.key)
  return [{ ...next, cache }, result]
}

const written = (
  state: StorageState,
  operation: Exclude<Operation, { readonly _tag: 'search' }>,
): readonly [StorageState, StorageResult] => {
  switch (operation._tag) {
    case 'store':
      return execStore(state, operation)
    case 'update':
      return execUpdate(state, operation)
    case 'delete':
      return execDelete(state, operation)
  }
}

/** The state as a client that wrote sees it: with all that waits, the oldest first. What is refused there is passed over. */
const overlaid = (state: StorageState, collection: string): StorageState =>
  waitingIn(state)
    .filter((operation) => operation.collection === collection)
    .reduce((seen, operation) => written(seen, operation)[0], state)

const waitingIn = ({ cache }: StorageState) =>
  [...cache.values()]
    .sort((a, b) => a.storedAt - b.storedAt || (a.key < b.key ? -1 : 1))
    .flatMap((entry) => (entry.dirty && entry.value._tag !== 'search' ? [entry.value] : []))

/** Keeps a write whose store is away: it is seen at once, and waits to be carried out. Spec chorus 9.5, `cache_state`. */
export const cacheState = (state: StorageState, operation: Operation): StorageState => {
  if (operation._tag === 'search') return state
  const { key, at, collection } = operation
  const cache = new Map(withoutSearches(state.cache, collection))
  cache.set(key, { key, storedAt: at, ttlMs: Number.MAX_SAFE_INTEGER, dirty: true, value: operation })
  return { ...state, cache }
}
