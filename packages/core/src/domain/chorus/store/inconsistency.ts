import { compareText } from '../../../ports/index.js'

/** What may be wrong, in three groups and the cache. Spec chorus 9.4. */
export type InconsistencyKind =
  | ('dimension_mismatch' | 'non_finite_vector' | 'zero_vector' | 'hash_mismatch' | 'count_mismatch')
  | ('index_missing_entry' | 'index_orphan_entry' | 'index_wrong_value')
  | ('dangling_thread_ref' | 'dangling_message_ref' | 'unlisted_message' | 'dangling_link' | 'co_author_mismatch')
  | 'stale_cache'

/** One place where storage contradicts itself. Spec chorus 9.4. */
export interface Inconsistency {
  readonly collection: string
  readonly kind: InconsistencyKind
  /** Of the point, the link or the cache entry; of the thread for what its list holds; empty for the collection itself. */
  readonly id: string
  /** The index field, or the message that a list names. */
  readonly at?: string
}

/** By collection, kind, id. */
export const inOrder = (found: readonly Inconsistency[]): readonly Inconsistency[] =>
  [...found].sort(
    (a, b) =>
      compareText(a.collection, b.collection) ||
      compareText(a.kind, b.kind) ||
      compareText(a.id, b.id) ||
      compareText(a.at ?? '', b.at ?? ''),
  )
