import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { contentOf, type Effect } from '../kit/effect/index.js'
import type { Machine, Types } from '../kit/machine/index.js'
import type { Entry, Mark, RunRecord } from '../ports/journal/index.js'
import { journalFailed, type RunError } from './fault.js'
import { platformHash } from './hash.js'
import { load, readEach, type InJournal, type Reading } from './reading.js'
import { blank, isStepFault, spentOf, take, type ReplayError, type Replayed } from './replay.js'
import type { Spent } from './spending.js'

/** A run as it stood when some of its entries were written. */
export interface Moment<T extends Types> {
  readonly state: T['state']
  readonly result: T['result']
  /** Inputs applied by then. */
  readonly inputs: number
  /** Keys of what was asked for and had not settled, in order. */
  readonly outstanding: readonly string[]
  readonly spent: Spent
}

/** The state of a run after its first `entries` entries: time travel. All of them where no number is given. */
export const momentOf =
  <T extends Types>(machine: Machine<T>, at: InJournal, entries = Infinity): TaskEither<RunError, Moment<T>> =>
  async () => {
    const so = blank(machine)
    const read = await follow({ ...at, hash: platformHash() }, (entry) =>
      entry.sequence >= entries ? 'enough' : take({ machine, run: at.run }, so, entry),
    )
    return E.map(() => momentFrom(machine, so))(read)
  }

const momentFrom = <T extends Types>(machine: Machine<T>, so: Replayed<T>): Moment<T> => ({
  state: so.state,
  result: machine.result(so.state),
  inputs: so.inputs,
  outstanding: [...so.outstanding.keys()],
  spent: spentOf(so),
})

/** Reads a run's entries from the first on, until there are no more or `visit` has enough. */
const follow = async (
  reading: Reading,
  visit: (entry: Entry) => ReplayError | 'enough' | undefined,
): Promise<Either<RunError, RunRecord>> => {
  const loaded = await load(reading)
  if (E.isLeft(loaded)) return E.left(journalFailed(reading.run, loaded.left))
  const { record } = loaded.right
  const read = await readEach(reading, record, visit)
  if (E.isRight(read) || read.left === 'enough') return E.right(record)
  const fault = read.left
  return E.left(isStepFault(fault) ? fault : journalFailed(reading.run, fault))
}

/** The first place where today's program asks for something else than the journal says. */
export interface Difference {
  readonly sequence: number
  readonly key: string
  /** What was asked then; its content where the journal holds it (paid effects), otherwise only its digest. */
  readonly then: { readonly digest: string; readonly content: string | null }
  /** What is asked now; null where today's program asks for nothing there. */
  readonly now: { readonly digest: string; readonly content: string } | null
}

/** What a check of a journal against a program found. */
export interface Verified {
  /** Entries read. */
  readonly entries: number
  /** Effects whose question is the recorded one. */
  readonly equal: number
  readonly difference: Difference | null
  /** Why today's program refuses an entry, where it does before any question differs. */
  readonly refused: { readonly sequence: number; readonly because: string } | null
}

/**
 * Replays a journal against today's program: every effect it asks for must be the recorded one, byte for byte. Nothing is sent.
 * Names the first that differs, with both side by side.
 */
export const verify =
  <T extends Types>(machine: Machine<T>, { journal, run }: InJournal): TaskEither<RunError, Verified> =>
  async () => {
    const hash = platformHash()
    const so = blank(machine)
    let [entries, equal] = [0, 0]
    let difference: Difference | null = null
    let refused: Verified['refused'] = null
    const read = await follow({ journal, run, hash, payloads: 'all' }, (entry) => {
      entries += 1
      if (entry.about !== null && isAboutAsked(entry)) {
        const asked = so.outstanding.get(entry.about.key)?.effect
        difference = differenceAt(entry, entry.about, { asked, hash })
        if (difference !== null) return 'enough'
        if (entry.kind === 'settled') equal += 1
      }
      const fault = take({ machine, run }, so, entry)
      if (fault === undefined || !isStepFault(fault)) return fault
      refused = { sequence: entry.sequence, because: fault._tag === 'BadInput' ? fault.doing : fault.because }
      return 'enough'
    })
    return E.map(() => ({ entries, equal, difference, refused }))(read)
  }

/** It came of a question that the program must ask today as well. */
const isAboutAsked = ({ kind }: Entry): boolean => kind === 'sent' || kind === 'arrived' || kind === 'settled'

const differenceAt = (
  entry: Entry,
  about: Mark,
  { asked, hash }: { readonly asked: Effect | undefined; readonly hash: (text: string) => string },
): Difference | null => {
  const content = asked === undefined ? undefined : contentOf(asked)
  const now = content === undefined ? null : { digest: hash(content), content }
  if (now?.digest === about.digest) return null
  const then = { digest: about.digest, content: entry.kind === 'sent' ? entry.payload : null }
  return { sequence: entry.sequence, key: about.key, then, now }
}
