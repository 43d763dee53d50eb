import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { LRUCache } from 'lru-cache'
import type { Instant } from '../../kit/base/index.js'
import type { EffectError } from '../../kit/fault/index.js'

/** How long and how much a cache keeps. Resilience 9. */
export interface CacheSpec {
  /** Ms an answer is fresh: 1000 to 86 400 000, 3 600 000 unless told; each is kept a tenth longer or shorter, by chance. */
  readonly ttlMs?: number
  /** Ms after that in which it is still given while it is refreshed: 60 000 unless told. */
  readonly staleMs?: number
  /** The age in ms up to which it is given when the source fails: 0, not at all, unless told. */
  readonly staleIfErrorMs?: number
  /** Ms a `NotFound` is kept: 5000 unless told. */
  readonly negativeTtlMs?: number
  /** Bytes of all answers: 100 MiB unless told. The least recently used go first. */
  readonly maxBytes?: number
  /** Bytes of one answer: 1 MiB unless told; a larger one is not kept. */
  readonly maxEntryBytes?: number
  /** Answers kept: 10 000 unless told. */
  readonly maxEntries?: number
  /** `reusable`, unless told: only effects whose port declares their answers reusable. `any`: the host answers for the others. */
  readonly of?: 'reusable' | 'any'
}

/** The numbers of resilience 9. */
export const usualCache = {
  ttlMs: 3_600_000,
  staleMs: 60_000,
  staleIfErrorMs: 0,
  negativeTtlMs: 5000,
  maxBytes: 104_857_600,
  maxEntryBytes: 1_048_576,
  maxEntries: 10_000,
  of: 'reusable',
} as const

/** An answer that was kept: `old` ones are for when the source fails. */
export interface Found {
  readonly outcome: Either<EffectError, unknown>
  readonly age: 'fresh' | 'stale' | 'old'
}

/** Answers by digest, bounded in bytes. Nothing here throws: what cannot be kept is not. */
export interface Shelf {
  readonly find: (digest: string, now: Instant) => Found | undefined
  readonly keep: (
    digest: string,
    outcome: Either<EffectError, unknown>,
    at: { readonly now: Instant; readonly random: () => number },
  ) => void
  readonly bytes: () => number
}

interface Kept {
  readonly outcome: Either<EffectError, unknown>
  readonly at: Instant
  readonly freshMs: number
}

/** An empty shelf. */
export const shelf = (spec: CacheSpec): Shelf => {
  const terms = { ...usualCache, ...spec }
  const kept = new LRUCache<string, Kept>({
    max: terms.maxEntries,
    maxSize: terms.maxBytes,
    maxEntrySize: Math.min(terms.maxEntryBytes, terms.maxBytes),
  })
  return {
    find: (digest, now) => {
      const found = kept.get(digest)
      if (found === undefined) return undefined
      const age = ageOf(found, now, terms)
      if (age !== undefined) return { outcome: found.outcome, age }
      kept.delete(digest)
      return undefined
    },
    keep: (digest, outcome, { now, random }) => {
      const ttlMs = E.isLeft(outcome) ? terms.negativeTtlMs : terms.ttlMs
      if (ttlMs <= 0) return
      try {
        const size = sizeOf(digest, outcome)
        kept.set(digest, { outcome, at: now, freshMs: ttlMs * (0.9 + 0.2 * random()) }, { size })
      } catch {
        // What has no size or no chance is not kept; an answer is never lost over that.
      }
    },
    bytes: () => kept.calculatedSize,
  }
}

/** Undefined for what is too old for anything. That something was not found is never given past its time. */
const ageOf = (
  { outcome, at, freshMs }: Kept,
  now: Instant,
  { staleMs, staleIfErrorMs }: { readonly staleMs: number; readonly staleIfErrorMs: number },
): Found['age'] | undefined => {
  const age = now - at
  if (age < freshMs) return 'fresh'
  if (E.isLeft(outcome)) return undefined
  if (age < freshMs + staleMs) return 'stale'
  return age <= staleIfErrorMs ? 'old' : undefined
}

const utf8 = new TextEncoder()

/** Bytes of an answer as JSON, with its digest. */
const sizeOf = (digest: string, outcome: Either<EffectError, unknown>): number =>
  utf8.encode(JSON.stringify(outcome)).length + digest.length
