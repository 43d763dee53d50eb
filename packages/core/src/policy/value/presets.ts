import type { PolicySpec } from './spec.js'

/**
 * The usual policies by what is called; any number may be replaced: `{ ...presets.ai, timeoutMs: 60_000 }`. Models, reads and writes by key may
 * be repeated without harm; a push may not. Resilience 4 and 7.
 */
export const presets = {
  ai: {
    timeoutMs: 30_000,
    retry: { retries: 2, repeatable: true },
    breaker: { threshold: 5, recoveryMs: 60_000, growth: 2, maxRecoveryMs: 600_000 },
    bulkhead: { limit: 5, queue: 50 },
  },
  dbRead: {
    timeoutMs: 5000,
    retry: { retries: 3, repeatable: true },
    breaker: { threshold: 5, recoveryMs: 60_000 },
    bulkhead: { limit: 20, queue: 100 },
  },
  dbWrite: {
    timeoutMs: 10_000,
    retry: { retries: 3, repeatable: true },
    breaker: { threshold: 5, recoveryMs: 60_000 },
    bulkhead: { limit: 10, queue: 100 },
  },
  vector: {
    timeoutMs: 5000,
    retry: { retries: 3, repeatable: true },
    breaker: { threshold: 5, recoveryMs: 60_000 },
    bulkhead: { limit: 20, queue: 100 },
  },
  warmCache: {
    timeoutMs: 100,
    breaker: { threshold: 3, recoveryMs: 30_000 },
    bulkhead: { limit: 8, queue: 0 },
  },
  push: {
    timeoutMs: 2000,
    retry: { retries: 1 },
    breaker: { threshold: 3, recoveryMs: 30_000 },
    bulkhead: { limit: 50, queue: 1000 },
  },
} as const satisfies { readonly [name: string]: PolicySpec }
