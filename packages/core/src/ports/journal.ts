import * as t from 'io-ts/lib/index.js'
import type { Effect } from '../kit/effect/index.js'
import type { Instant, Json } from '../kit/base/index.js'

/** One input of a run, as it was applied. A run is the fold of its entries. */
export interface Entry {
  /** 0 for the first, then without a gap. */
  readonly sequence: number
  readonly at: Instant
  readonly input: Json
}

/** Opens the journal of a run; `Conflict` where the run exists. */
export interface JournalCreate extends Effect<'journal/create', { readonly created: true }> {
  readonly run: string
  readonly program: { readonly name: string; readonly version: number }
  readonly at: Instant
}

/** Adds entries at an expected sequence; `Conflict` where the journal is elsewhere: the fence between two workers of one run. */
export interface JournalAppend extends Effect<'journal/append', { readonly next: number }> {
  readonly run: string
  readonly expected: number
  readonly entries: readonly Entry[]
}

/** Checks an acknowledgement that comes from a journal of the host's. */
export const acknowledgedCodec: t.Type<{ readonly next: number }> = t.type({ next: t.number })

/** Reads entries from a sequence on, at most `limit`; `NotFound` where the run does not exist. */
export interface JournalRead extends Effect<
  'journal/read',
  { readonly entries: readonly Entry[]; readonly next: number }
> {
  readonly run: string
  readonly from: number
  readonly limit: number
}

/** All effects of the journal port. */
export type JournalEffect = JournalCreate | JournalAppend | JournalRead
