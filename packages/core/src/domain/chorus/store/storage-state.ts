import type { Instant } from '../../../kit/base/index.js'
import type { Payload, Point } from '../../../ports/vector/index.js'
import type { CollectionShape } from './checks.js'
import { indexedFields } from './messages-view.js'
import type { Found, Operation } from './operation.js'
import type { StorageFault } from './storage-fault.js'

/** A collection with all its points. Spec chorus 9.1. */
export interface Collection extends CollectionShape {
  readonly name: string
  readonly points: ReadonlyMap<string, Point>
  readonly status: 'green' | 'yellow' | 'red'
  readonly pointCount: number
}

/** Which points have which value in one field. */
export interface Index {
  readonly collection: string
  readonly field: string
  readonly entries: ReadonlyMap<IndexValue, ReadonlySet<string>>
}

/** What an index sees of a payload. */
export type IndexValue = string | number | boolean

/** An answer that was kept, or an operation that waits for its store (dirty). */
export type CacheEntry = { readonly key: string; readonly storedAt: Instant; readonly ttlMs: number } & (
  | {
      readonly dirty: false
      readonly collection: string
      readonly value: Found
    }
  | { readonly dirty: true; readonly value: Operation }
)

/** A thread as its owner, the graph, has it. */
export interface ThreadRecord {
  readonly messages: readonly string[]
  readonly coAuthors: readonly string[]
}

/** What is left of a message that was deleted: its place and its hash. */
export interface Tombstone {
  readonly threadId: string
  readonly contentHash: string
  readonly createdAt: string
}

/** All that storage holds. Spec chorus 9.1; threads, links and tombstones are the graph's part of it. */
export interface StorageState {
  readonly collections: ReadonlyMap<string, Collection>
  /** By `collection/field`. */
  readonly indices: ReadonlyMap<string, Index>
  readonly cache: ReadonlyMap<string, CacheEntry>
  readonly threads: ReadonlyMap<string, ThreadRecord>
  readonly links: ReadonlyMap<string, { readonly from: string; readonly to: string }>
  readonly tombstones: ReadonlyMap<string, Tombstone>
  /** What each collection should be. */
  readonly configured: ReadonlyMap<string, CollectionShape>
  readonly errorState: StorageFault | null
}

/** The collection of messages, and that of threads whose payloads repeat the co-authors. Spec chorus 9.1. */
export const [messagesCollection, threadsCollection] = ['messages', 'chat_threads']

/** Empty storage with these collections. */
export const emptyStorage = (configured: { readonly [collection: string]: CollectionShape }): StorageState => {
  const shapes = Object.entries(configured)
  return {
    collections: new Map(
      shapes.map(([name, { dimension, metric }]) => [
        name,
        { name, dimension, metric, points: new Map(), status: 'green', pointCount: 0 },
      ]),
    ),
    indices: new Map(shapes.flatMap(([name]) => indexesOf(name, new Map()).map((index) => [keyOf(index), index]))),
    configured: new Map(shapes),
    ...{ cache: new Map(), threads: new Map(), links: new Map(), tombstones: new Map(), errorState: null },
  }
}

/** The key of an index. */
export const keyOf = ({ collection, field }: Pick<Index, 'collection' | 'field'>): string => `${collection}/${field}`

/** The indexes of a collection, made anew from its points. */
export const indexesOf = (collection: string, points: ReadonlyMap<string, Point>): readonly Index[] =>
  indexedFields.map((field) => {
    const entries = new Map<IndexValue, Set<string>>()
    for (const { id, payload } of points.values()) {
      const value = indexValue(payload, field)
      if (value === undefined) continue
      const ids = entries.get(value)
      if (ids === undefined) entries.set(value, new Set([id]))
      else ids.add(id)
    }
    return { collection, field, entries }
  })

/** What a payload says in an indexed field. */
export const indexValue = (payload: Payload, field: string): IndexValue | undefined => {
  const value = payload[field]
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined
}

/** Whether a point may be found: neither deleted nor in quarantine. */
export const isLivePoint = ({ payload }: Pick<Point, 'payload'>): boolean => (payload['deleted'] ?? null) === null
