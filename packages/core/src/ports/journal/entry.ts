import * as t from 'io-ts/lib/index.js'
import type { Instant } from '../../kit/base/index.js'
import type { Labels } from '../../kit/effect/index.js'
import { paidCodec, type Paid } from '../../kit/fault/index.js'

/** The effect an entry is about. */
export interface Mark {
  /** Its address inside the run. */
  readonly key: string
  readonly tag: string
  /** SHA-256 of what it asks: see `effectDigest`. */
  readonly digest: string
  readonly labels: Labels
}

/** An entry of another run. */
export interface Source {
  readonly run: string
  readonly sequence: number
}

/**
 * What an entry says. The first four are inputs of the machine: a run is their fold.
 * `sent`: a paid effect is about to be carried out (the intent to spend). `withdrawn`: it was not carried out after all.
 * `resumed`: another worker took the run over. `cancelled`: it is over for good; as an entry, so that who read the run before cannot go on.
 */
export type EntryKind = 'started' | 'settled' | 'arrived' | 'told' | 'sent' | 'withdrawn' | 'resumed' | 'cancelled'

/** One line of a run's journal. */
export interface Entry {
  /** 0 for the first, then without a gap. */
  readonly sequence: number
  readonly at: Instant
  readonly kind: EntryKind
  /** For `sent`, `withdrawn`, `settled` and `arrived`; otherwise null. */
  readonly about: Mark | null
  /** For `sent` what was reserved, for `settled` what was paid; otherwise null. */
  readonly amount: Paid | null
  /** For an outcome that was taken over from another run; otherwise null. */
  readonly source: Source | null
  /** SHA-256 of the payload; for `sent` that is the effect's digest. */
  readonly payloadHash: string
  /**
   * JSON text: the params, the outcome (an Either), the partial, the message, the name of the sitting for `resumed`, `null` for `withdrawn` and `cancelled`; for `sent` the canonical form of the effect without its key.
   * Null where the reader asked to leave the payloads of `sent` out.
   */
  readonly payload: string | null
  /** SHA-256 over the hash of the entry before and everything above but the payload itself: see `chainHash`. */
  readonly hash: string
}

const labelsCodec: t.Type<Labels> = t.readonly(t.record(t.string, t.string))

const markCodec: t.Type<Mark> = t.readonly(
  t.type({ key: t.string, tag: t.string, digest: t.string, labels: labelsCodec }),
)

/** Checks an entry that comes back from a store. */
export const entryCodec: t.Type<Entry> = t.readonly(
  t.type({
    sequence: t.number,
    at: t.number,
    kind: t.keyof({
      ...{ started: null, settled: null, arrived: null, told: null },
      ...{ sent: null, withdrawn: null, resumed: null, cancelled: null },
    }),
    about: t.union([markCodec, t.null]),
    amount: t.union([paidCodec, t.null]),
    source: t.union([t.readonly(t.type({ run: t.string, sequence: t.number })), t.null]),
    payloadHash: t.string,
    payload: t.union([t.string, t.null]),
    hash: t.string,
  }),
)
