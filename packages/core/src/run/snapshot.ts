import { jsonText, type Hash } from '../kit/base/index.js'
import type { Context, Effect, Interpreter } from '../kit/effect/index.js'
import type { Paid } from '../kit/fault/index.js'
import type { Machine, Types } from '../kit/machine/index.js'
import type { JournalEffect, Snapshot } from '../ports/journal/index.js'
import type { Place, Recorder } from './record.js'
import type { Replayed } from './replay.js'
import type { Sitting } from './sitting.js'

/** The text of a snapshot: a run as it stood behind an entry. */
interface Written extends Omit<Replayed<Types>, 'params' | 'outstanding'> {
  readonly format: typeof FORMAT
  /** Of the program. */
  readonly version: number
  readonly params: string | null
  readonly outstanding: readonly (readonly [effect: Effect, sent: Paid | null])[]
}

/** Changes with the text: one of another format is not used. */
const FORMAT = 1

/** Where and how snapshots are kept. */
export interface Keeping {
  /** Entries between two. */
  readonly every: number
  /** Entries that the newest one holds. */
  readonly last: number
  readonly journal: Interpreter<JournalEffect>
  readonly context: Context
  readonly version: number
  readonly hash: Hash
}

/** Keeps a snapshot of a sitting when enough was written since the last; undefined where it is not time yet. */
export type Keep<T extends Types> = (at: Sitting<T>) => Promise<void> | undefined

/** Keeps snapshots beside what a recorder writes. One that is not taken is not missed: the run is then folded from an older one. */
export const keeper = <T extends Types>(keeping: Keeping, recorder: Recorder): Keep<T> => {
  const every = Math.max(1, keeping.every)
  let { last } = keeping
  return (at) => {
    const place = recorder.place()
    if (!(place.next - last >= every) || isMuchOut(at, place)) return undefined
    last = place.next
    return keep(keeping, at, place)
  }
}

/** What is out goes into a snapshot with its whole question: it is put off while that is much beside what the journal holds. */
const isMuchOut = <T extends Types>({ outstanding }: Sitting<T>, { next }: Place): boolean =>
  outstanding !== undefined && outstanding.size > Math.max(64, next / 50)

const keep = async <T extends Types>(keeping: Keeping, at: Sitting<T>, place: Place): Promise<void> => {
  const { journal, context } = keeping
  const key = `journal/snapshot/${place.next}`
  try {
    const snapshot = snapshotOf(at, place, keeping)
    await journal['journal/snapshot']({ _tag: 'journal/snapshot', key, run: context.run, snapshot }, context)()
  } catch {
    // A state that JSON cannot hold has no snapshot; a journal that throws says the same when entries are appended, and there it counts.
  }
}

const snapshotOf = <T extends Types>(at: Sitting<T>, place: Place, { version, hash }: Keeping): Snapshot => {
  const { paid, lost, open } = at.spending.before()
  const written: Written = {
    ...{ format: FORMAT, version, params: at.params ?? null, state: at.state, inputs: at.inputs, reused: at.reused },
    ...{ paid, lost, activeMs: place.activeMs, at: place.at },
    outstanding: [...(at.outstanding ?? [])].map(([key, effect]) => [effect, open.get(key) ?? null]),
  }
  const state = jsonText(written)
  return { next: place.next, hash: place.head, state, stateHash: hash(state) }
}

/** The run that a snapshot holds; undefined where it is not what was written, or was written by another version of the program. */
export const heldBy = <T extends Types>(
  machine: Machine<T>,
  snapshot: Snapshot,
  hash: Hash,
): Replayed<T> | undefined => {
  if (hash(snapshot.state) !== snapshot.stateHash) return undefined
  const written = parsed(snapshot.state)
  if (written?.format !== FORMAT || written.version !== machine.version) return undefined
  const { params, state, inputs, reused, paid, lost, activeMs, at } = written
  const outstanding = written.outstanding.map(
    ([effect, sent]) => [effect.key, { effect, sent: sent ?? undefined }] as const,
  )
  return {
    ...{ params: params ?? undefined, state, inputs, reused, paid, lost, activeMs, at },
    outstanding: new Map(outstanding),
  }
}

/** A cast after a check: what has its hash is what was written, but maybe in another format. */
const parsed = (text: string): (Omit<Written, 'format'> & { readonly format?: unknown }) | undefined => {
  try {
    return JSON.parse(text) as Written
  } catch {
    return undefined
  }
}
