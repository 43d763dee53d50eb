import type { Instant } from '../../kit/base/index.js'
import type { Effect, Labels } from '../../kit/effect/index.js'
import type { Entry, Source } from './entry.js'

/** Where a run stands. `running` in a journal whose worker is gone means: unfinished, to be resumed. Architecture 5. */
export type RunStatus = 'running' | 'waiting' | 'paused' | 'done' | 'partial' | 'failed' | 'cancelled'

/** What a journal knows of a run without reading its entries. */
export interface RunRecord {
  readonly run: string
  readonly program: { readonly name: string; readonly version: number }
  readonly labels: Labels
  /** Where its past comes from, for a fork or a run with one changed input. */
  readonly parent: Source | null
  readonly status: RunStatus
  /** Entries so far: the sequence of the next one. */
  readonly next: number
  /** The hash of the last entry; of the chain's beginning where there is none. */
  readonly hash: string
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

/** A state as it was after some entries, so that a long run need not be folded from its beginning. */
export interface Snapshot {
  /** Entries it holds: the sequence of the first entry after it. */
  readonly next: number
  /** The hash of the last entry it holds. */
  readonly hash: string
  /** JSON text. */
  readonly state: string
  /** SHA-256 of the text. */
  readonly stateHash: string
}

/** Opens the journal of a run; `Conflict` where the run exists. Its record starts as `running` with `next` 0 and the given hash. */
export interface JournalCreate extends Effect<'journal/create', { readonly created: true }> {
  readonly run: string
  readonly program: { readonly name: string; readonly version: number }
  readonly labels: Labels
  readonly parent: Source | null
  /** The chain's beginning: see `genesis`. */
  readonly hash: string
  readonly at: Instant
}

/**
 * Adds entries at an expected sequence and sets the run's status, all or nothing; `Conflict` where the journal is elsewhere: the fence between
 * two workers of one run. Entries that stand elsewhere than they say are `Rejected`. No entries: the status alone is set, behind the same fence (which does not move: a status that was long on its way may put an older one back). What is acknowledged outlives the process in a durable store.
 */
export interface JournalAppend extends Effect<'journal/append', Acknowledged> {
  readonly run: string
  readonly expected: number
  readonly entries: readonly Entry[]
  readonly status: RunStatus
  readonly at: Instant
}

/** What was taken. */
export interface Acknowledged {
  readonly next: number
  /** The store took this from its last reserve: it can take what is under way, and nothing new should be started. */
  readonly isFull?: boolean
}

/** Reads entries from a sequence on, at most `limit`; `NotFound` where the run does not exist, `Rejected` where a number is no whole one from 0 on. */
export interface JournalRead extends Effect<'journal/read', EntryPage> {
  readonly run: string
  readonly from: number
  readonly limit: number
  /** `inputs` leaves out the payloads of `sent` entries, which a replay does not need. */
  readonly payloads: 'all' | 'inputs'
}

/** Entries in their order, and the sequence to read on from. */
export interface EntryPage {
  readonly entries: readonly Entry[]
  readonly next: number
}

/** A run's record and its newest snapshot; `NotFound` where the run does not exist. */
export interface JournalLoad extends Effect<
  'journal/load',
  { readonly record: RunRecord; readonly snapshot: Snapshot | null }
> {
  readonly run: string
}

/**
 * Runs that fit all that is given, the newest first (by createdAt, then by id upward), at most `limit` (1 or more, otherwise `Rejected`) behind
 * `after`, whether or not that one still fits; `NotFound` where it was deleted.
 */
export interface JournalList extends Effect<'journal/list', RunPage> {
  readonly where: { readonly program?: string; readonly status?: readonly RunStatus[]; readonly labels?: Labels }
  readonly limit: number
  /** The run id that the page before ended with. */
  readonly after?: string
}

/** Runs in their order; `after` is null where there are no more. */
export interface RunPage {
  readonly runs: readonly RunRecord[]
  readonly after: string | null
}

/** Keeps a snapshot in place of an older one, never of a newer; `Conflict` where its `next` lies beyond the journal, `NotFound` without the run. */
export interface JournalSnapshot extends Effect<'journal/snapshot', { readonly saved: true }> {
  readonly run: string
  readonly snapshot: Snapshot
}

/** Deletes a run with its entries and snapshot, and payloads nobody else uses; deleting what is not there changes nothing. */
export interface JournalDelete extends Effect<'journal/delete', { readonly deleted: boolean }> {
  readonly run: string
}

/** All effects of the journal port. */
export type JournalEffect =
  JournalCreate | JournalAppend | JournalRead | JournalLoad | JournalList | JournalSnapshot | JournalDelete

/** Checks an acknowledgement that comes from a journal of the host's. By hand: it is on the way of every effect. */
export const isAcknowledged = (answer: unknown): answer is Acknowledged =>
  typeof answer === 'object' && answer !== null && 'next' in answer && typeof answer.next === 'number'
