import type { Instant } from '../../../../kit/base/index.js'
import type { GraphQuery, GraphUpsert } from '../../../../ports/graph/index.js'
import type { Wake } from '../../../../ports/index.js'
import type { PersistenceFailure } from '../../fault.js'
import type { FallbackUpsert } from './fallback.js'
import type { FailedBatch, QueueItem, RecoveryResult } from './item.js'
import type { Part } from './part.js'

/** What recovery tells while it works. Spec cf14 6.7. */
export type RecoveryResponse =
  | {
      readonly _tag: 'Logged'
      readonly level: 'error'
      readonly message: 'Production failed'
      readonly batchId: string
      readonly componentCount: number
      readonly error: string
      /** Errors here are values: they have no stack. */
      readonly stackTrace: null
    }
  | { readonly _tag: 'Recovered'; readonly result: RecoveryResult }
  /** A person is needed; the item is the context. */
  | {
      readonly _tag: 'Alerted'
      readonly message: 'Production failure requires manual intervention'
      readonly because: string
      readonly item: QueueItem
    }
  /** A retry has ended: null where the batch is written whole. */
  | {
      readonly _tag: 'Retried'
      readonly item: string
      readonly retryCount: number
      readonly error: PersistenceFailure | null
    }

/** What recovery has come to: queue and dead letters are empty where everything is written. */
export interface RecoveryReport {
  readonly results: readonly RecoveryResult[]
  /** Oldest first. */
  readonly queue: readonly QueueItem[]
  /** Given up after three retries; never dropped. */
  readonly dead: readonly QueueItem[]
}

/** What is being done for the oldest item. */
export type Work =
  | { readonly _tag: 'idle' }
  | { readonly _tag: 'keeping'; readonly group: number; readonly groups: number; readonly out: readonly string[] }
  | { readonly _tag: 'probing' }
  /** Writing valid components one by one; `n` counts them. */
  | { readonly _tag: 'placing'; readonly n: number }
  | { readonly _tag: 'waiting' }
  | {
      readonly _tag: 'retrying'
      readonly group: number
      readonly groups: number
      readonly out: readonly string[]
      readonly failure?: PersistenceFailure
    }

/** What partial recovery of one item has come to so far. */
export interface Salvage extends Part {
  readonly kept: readonly string[]
  readonly written: readonly string[]
  readonly hasFallbackFailed: boolean
}

/** The queue and all that is known of it. */
export interface RecoveryState extends RecoveryReport {
  readonly run: string
  /** Items so far. */
  readonly count: number
  /** Ids of items whose partial recovery has not ended, oldest first. */
  readonly fresh: readonly string[]
  readonly salvage?: Salvage
  readonly work: Work
}

/** The types of the recovery machine. */
export interface RecoveryTypes {
  readonly params: { readonly failures: readonly FailedBatch[] }
  readonly state: RecoveryState
  readonly effect: GraphUpsert | GraphQuery | FallbackUpsert | Wake
  readonly message: FailedBatch
  readonly response: RecoveryResponse
  readonly result: RecoveryReport
}

/** What a change of the queue has led to. */
export interface Change {
  readonly state: RecoveryState
  readonly responses: readonly RecoveryResponse[]
  readonly effects: readonly RecoveryTypes['effect'][]
}

/** Nothing to tell and nothing to do. */
export const quiet = (state: RecoveryState): Change => ({ state, responses: [], effects: [] })

/** A change, and what comes of it at once. */
export const andThen = (change: Change, next: (state: RecoveryState, at: Instant) => Change, at: Instant): Change => {
  const after = next(change.state, at)
  return {
    state: after.state,
    responses: [...change.responses, ...after.responses],
    effects: [...change.effects, ...after.effects],
  }
}
