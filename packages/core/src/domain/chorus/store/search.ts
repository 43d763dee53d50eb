import type { Condition } from '../../../ports/index.js'
import type { VectorSearch } from '../../../ports/vector/index.js'

/** Not deleted, not in quarantine. */
export const isLive: Condition = { _tag: 'eq', name: 'deleted', value: null }

/** What a thread may find: its own messages and public ones. Spec chorus 5.2. */
export const visibleTo = (threadId: string): readonly Condition[] => [
  isLive,
  { _tag: 'in', name: 'audience', values: ['public', threadId] },
]

/** What to search priors with. */
export interface PriorSearch {
  readonly key: string
  readonly collection: string
  readonly vector: readonly number[]
  readonly limit: number
  readonly threadId: string
}

/** The search for priors of a thread: the nearest it may find, without a threshold. Spec chorus 5.2. */
export const searchEffect = ({ key, collection, vector, limit, threadId }: PriorSearch): VectorSearch => ({
  // In the order of their code units: what is long is digested without sorting.
  ...{ _tag: 'vector/search', collection, filter: visibleTo(threadId), key, limit, vector },
})
