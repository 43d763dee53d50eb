import type { BreakerSpec } from '../breaker/circuit.js'
import type { Allowance } from '../budget/books.js'
import type { Rung } from '../budget/ladder.js'
import type { BulkheadSpec } from '../bulkhead.js'
import type { PatienceSpec } from '../patience.js'
import type { CacheSpec } from '../cache/shelf.js'
import type { RateSpec } from '../rate/rate-limit.js'
import type { RetrySpec } from '../retry/backoff.js'

/**
 * A policy as plain data, to be printed, compared and kept in a file; {@link policyOf} makes it one. What is left out is not done.
 * `readPolicy` checks one that comes from outside. Resilience 3 to 9, 15, 16.
 */
export interface PolicySpec {
  /** Ms for one try of a call: 1 to 3 600 000. */
  readonly timeoutMs?: number
  readonly retry?: RetrySpec
  /** Waits out a time in which nobody answers, circuit open or not. */
  readonly patience?: PatienceSpec
  readonly breaker?: BreakerSpec
  readonly bulkhead?: BulkheadSpec
  readonly cache?: CacheSpec
  readonly rate?: RateSpec
  /** What may be spent, and what is done as it is used up. */
  readonly budget?: Allowance & { readonly ladder?: readonly Rung[] }
  /** Models to ask one after the other where the first one fails, within one deadline for all. */
  readonly fallback?: { readonly models: readonly string[]; readonly deadlineMs?: number }
}
