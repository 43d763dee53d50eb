import type { Instant } from '../../../kit/base/index.js'
import type { EffectError } from '../../../kit/fault/index.js'
import type { Condition } from '../../../ports/index.js'
import type { Properties } from '../../../ports/graph/index.js'
import type { Prior } from '../model.js'
import type { StoredMessage } from './message.js'
import { recoveryOf, type Recovery, type StorageFault } from './storage-fault.js'

interface Asked {
  /** Names the operation: done twice under one key, it is done once. */
  readonly key: string
  readonly at: Instant
  readonly collection: string
}

/** Keeps a message with its vector. Spec chorus 9.3. */
export interface Store extends Asked {
  readonly _tag: 'store'
  readonly message: StoredMessage
  /** The hash it came with, where it did. */
  readonly contentHash?: string
  readonly vector: readonly number[]
  /** `skip` does not keep what the collection holds already under another id; it needs a collection that compares by cosine or distance. */
  readonly duplicates: 'store' | 'skip'
}

/** Finds priors. */
export interface Search extends Asked {
  readonly _tag: 'search'
  readonly vector: readonly number[]
  /** From 1 to 200: 80 unless given. */
  readonly limit?: number
  /** By indexed fields, with `eq`, `in`, `gte`, `lte`, `not`. */
  readonly filters?: readonly Condition[]
  /** Leaves out what is worse; none unless given. */
  readonly threshold?: number
}

/** Changes a message that is at the version expected. A new content comes with a new vector; a new vector lifts a quarantine. */
export interface Update extends Asked {
  readonly _tag: 'update'
  readonly id: string
  readonly patch: Properties
  readonly vector?: readonly number[]
  readonly expectedVersion: number
}

/** Takes a message out of memory, with its links; its place in its thread stays. */
export interface Delete extends Asked {
  readonly _tag: 'delete'
  readonly id: string
}

/** What storage is asked for. Spec chorus 9.1. */
export type Operation = Store | Search | Update | Delete

/** What was done. */
export type Success =
  | {
      readonly _tag: 'Success'
      readonly of: 'store'
      readonly data: string
      readonly metadata:
        | {
            readonly stored: true
            readonly vectorId: string
            /** Of the nearest that was there; null where duplicates were not looked for, or nothing was there. */
            readonly maxSimilarity: number | null
            /** The vectors did not take it; the outbox has it, and a search sees it. */
            readonly waiting?: true
          }
        | { readonly stored: false; readonly reason: 'same' }
        | { readonly stored: false; readonly reason: 'duplicate'; readonly duplicateOf: string }
    }
  | {
      readonly _tag: 'Success'
      readonly of: 'search'
      /** The nearest first, then the newest, then by id. */
      readonly data: readonly Prior[]
      /** How many fit the filters, how many of those met could not be read, and whether an equal search was answered before. */
      readonly metadata: { readonly total: number; readonly skipped: number; readonly fromCache: boolean }
    }
  | {
      readonly _tag: 'Success'
      readonly of: 'update'
      readonly data: string
      readonly metadata: { readonly version: number; readonly waiting?: true }
    }
  | {
      readonly _tag: 'Success'
      readonly of: 'delete'
      readonly data: string
      readonly metadata: { readonly deleted: boolean }
    }

/** A search that was carried out. */
export type Found = Extract<Success, { readonly of: 'search' }>

/** What was refused; nothing was changed. */
export interface Failure {
  readonly _tag: 'Failure'
  readonly error: StorageFault
  readonly recovery: Recovery
  /** What a store said, where one did. */
  readonly cause?: EffectError
}

/** How an operation ended. Spec chorus 9.1. */
export type StorageResult = Success | Failure

/** A fault as the end of an operation. */
export const failure = (error: StorageFault): Failure => ({ _tag: 'Failure', error, recovery: recoveryOf(error) })

/** Priors as the end of a search. */
export const found = (
  data: readonly Prior[],
  metadata: { readonly total: number; readonly skipped: number; readonly fromCache: boolean },
): Found => ({ _tag: 'Success', of: 'search', data, metadata })

/** From this similarity on, a vector is a duplicate. Spec chorus 9.3. */
export const isDuplicate = (similarity: number): boolean => similarity >= 1 - 1e-6
