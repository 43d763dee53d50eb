import type { Instant } from '../../../../kit/base/index.js'
import type { PersistenceFailure } from '../../fault.js'
import type { Batch } from '../batch.js'

/** A batch that was not written, and why. */
export interface FailedBatch {
  readonly batch: Batch
  readonly error: PersistenceFailure
}

/** A failed batch in the queue. Spec cf14 6.7. */
export interface QueueItem extends FailedBatch {
  /** `<run>/<n>`, the same in every replay. */
  readonly id: string
  readonly timestamp: Instant
  readonly retryCount: number
  readonly maxRetries: number
}

/** What became of the components of a failed batch while it waits. Spec cf14 6.7. */
export interface RecoveryResult {
  readonly recoveredCount: number
  readonly failedCount: number
  /** Ids of components that are kept in the fallback store, or were written after all. */
  readonly recovered: readonly string[]
  readonly failed: readonly { readonly id: string; readonly reason: string }[]
  /** Id of the item in the queue. */
  readonly queued: string
}

/** A batch is tried at most four times: once, and three times again. */
export const maxRetries = 3

/** How long to wait before the next retry: 200 ms, doubled each time. Spec cf14 6.7. */
export const retryWaitMs = (retryCount: number): number => 200 * 2 ** retryCount

/** Errors that pass by themselves. */
const passing: readonly PersistenceFailure['_tag'][] = ['Unavailable', 'TimedOut', 'Throttled', 'Cancelled']

/** Whether an error needs a person: all but a store that cannot be reached or does not answer in time. Spec cf14 6.7. */
export const isCritical = ({ _tag }: PersistenceFailure): boolean => !passing.includes(_tag)
