import type { Types } from '../kit/machine/index.js'
import type { Paid } from '../kit/fault/index.js'
import type { EntryKind, Mark, Source } from '../ports/journal/index.js'
import type { Arrival } from './inbox.js'
import type { Task } from './task.js'

/** An entry on its way into the journal; its place and its hashes are written in when it gets them. */
export interface Draft {
  sequence: number
  readonly at: number
  readonly kind: EntryKind
  readonly about: Mark | null
  readonly amount: Paid | null
  readonly source: Source | null
  payloadHash: string
  readonly payload: string
  hash: string
}

/** Time a worker was at it between an entry and the one made before it, in ms; before a takeover nobody was. */
export const workedMs = ({ kind, sequence, at }: Pick<Draft, 'kind' | 'sequence' | 'at'>, before: number): number =>
  kind === 'resumed' || sequence === 0 ? 0 : Math.max(0, at - before)

/** The entry of something that happened. */
export const draftOf = <T extends Types>({ at, input, task, paid, source, payload }: Arrival<T>): Draft => ({
  sequence: 0,
  at,
  kind: input === undefined ? 'withdrawn' : input._tag,
  about: task?.mark ?? null,
  amount: paid,
  source,
  payloadHash: '',
  payload,
  hash: '',
})

/** The intent to carry out a paid effect. Its digest is the hash of its content already. */
export const sentDraft = (task: Task, at: number): Draft => ({
  sequence: 0,
  at,
  kind: 'sent',
  about: task.mark ?? null,
  amount: task.reserved,
  source: null,
  payloadHash: task.mark?.digest ?? '',
  payload: task.content,
  hash: '',
})

/** The run is over for good. */
export const cancelledDraft = (at: number): Draft => ({
  sequence: 0,
  at,
  kind: 'cancelled',
  about: null,
  amount: null,
  source: null,
  payloadHash: '',
  payload: 'null',
  hash: '',
})

/** Another worker takes over; the name of its sitting makes its claim unlike any other's. */
export const resumedDraft = (at: number, sitting: string): Draft => ({
  sequence: 0,
  at,
  kind: 'resumed',
  about: null,
  amount: null,
  source: null,
  payloadHash: '',
  payload: JSON.stringify(sitting),
  hash: '',
})
