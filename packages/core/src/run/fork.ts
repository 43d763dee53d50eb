import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { jsonText } from '../kit/base/index.js'
import { nothingPaid, rejected, type EffectError } from '../kit/fault/index.js'
import type { Machine, Types } from '../kit/machine/index.js'
import { termsOf, type Clock } from '../ports/index.js'
import type { Entry } from '../ports/journal/index.js'
import { systemClock } from './clock.js'
import type { Draft } from './entries.js'
import { journalFailed, type RunError } from './fault.js'
import { platformHash } from './hash.js'
import { contextOf, load, readEach, type InJournal } from './reading.js'
import { recorder, type Recording } from './record.js'
import { blank, isStepFault, take, type ReplayError } from './replay.js'

/** A new run that shares the past of another. */
export interface Fork {
  /** The new run's id. */
  readonly to: string
  /** Entries that are shared: the first that is not has this sequence. */
  readonly at: number
  /** Put in place of the entry at `at`, which must be an input: its payload's JSON value (params, outcome, message). */
  readonly change?: unknown
  readonly clock?: Clock
}

/** Entries that are appended in one go. */
const GROUP = 1000

/**
 * Starts a new run that shares the past of another up to an entry, with that entry's input changed where one is given. Resume it to go on.
 * What the past wrote to stores is left out: the fork writes it again under its own ids. The parent stays as it is, and nothing is written
 * where `at` lies beyond it.
 */
export const fork =
  <T extends Types>(
    machine: Machine<T>,
    { journal, run }: InJournal,
    how: Fork,
  ): TaskEither<RunError, { readonly run: string }> =>
  async () => {
    const { to, at, change, clock = systemClock } = how
    const fail = (fault: EffectError): Either<RunError, never> => E.left(journalFailed(run, fault))
    const reading = { journal, run, hash: platformHash(), payloads: 'all' } as const
    const loaded = await load(reading)
    if (E.isLeft(loaded)) return fail(loaded.left)
    const { record } = loaded.right
    if (!Number.isInteger(at) || at < 0 || at + (change === undefined ? 0 : 1) > record.next)
      return fail(beyond(run, at, record.next))
    const past = pastOf(machine, to)
    const read = await readEach<ReplayError | 'enough'>(reading, record, (entry) => {
      if (entry.sequence > at || (entry.sequence === at && change === undefined)) return 'enough'
      if (entry.sequence < at) return past.take(draftFrom(run, entry), entry)
      return isInput(entry)
        ? past.take({ ...draftFrom(run, entry), payload: jsonText(change) }, { ...entry, payload: jsonText(change) })
        : notAnInput(run, entry)
    })
    if (E.isLeft(read) && read.left !== 'enough') return isStepFault(read.left) ? E.left(read.left) : fail(read.left)
    const parent = { run, sequence: at }
    const { program, labels } = record
    const recording = { journal, context: contextOf(to), clock, hash: reading.hash, program, labels, parent }
    const written = await writeAll(recording, past.drafts)
    return E.isLeft(written) ? fail(written.left) : E.right({ run: to })
  }

/** Gathers what a fork shares: each input that its own fold asks for. What follows from a write that is done again is left to come again. */
const pastOf = <T extends Types>(machine: Machine<T>, run: string) => {
  const so = blank(machine)
  const drafts: Draft[] = []
  return {
    drafts,
    take: (draft: Draft, entry: Entry): ReplayError | undefined => {
      if (!isInput(entry)) return undefined
      const { about } = entry
      if (about !== null && (termsOf(about.tag).isWrite || !so.outstanding.has(about.key))) return undefined
      const refused = take({ machine, run }, so, entry)
      if (refused === undefined) drafts.push(draft)
      return refused
    },
  }
}

const writeAll = async (recording: Recording, drafts: readonly Draft[]): Promise<Either<EffectError, unknown>> => {
  const writer = recorder(recording, undefined)
  for (let i = 0; i < Math.max(1, drafts.length); i += GROUP) {
    const written = await writer.record(drafts.slice(i, i + GROUP), 'paused')
    if (E.isLeft(written)) return written
  }
  return E.right(undefined)
}

/** What happened, not what was paid for it: that stands in the parent's books. */
const draftFrom = (run: string, entry: Entry): Draft => {
  const { at, kind, about, source, sequence, payload, payloadHash } = entry
  const isSettled = kind === 'settled'
  return {
    ...{ sequence: 0, at, kind, about, payloadHash, payload: payload ?? 'null', hash: '' },
    amount: isSettled ? nothingPaid : null,
    source: isSettled ? (source ?? { run, sequence }) : source,
  }
}

const isInput = ({ kind }: Entry): boolean =>
  kind === 'started' || kind === 'settled' || kind === 'arrived' || kind === 'told'

const beyond = (run: string, at: number, next: number): EffectError =>
  rejected({
    doing: `fork run ${run}`,
    because: `it has ${next} entries, and ${at} lies outside`,
    next: `Fork it at 0 to ${next}.`,
    ids: { run },
  })

const notAnInput = (run: string, { sequence, kind }: Entry): EffectError =>
  rejected({
    doing: `fork run ${run}`,
    because: `entry ${sequence} is no input of the machine but ${kind}`,
    next: 'Change an entry of the kind started, settled, arrived or told.',
    ids: { run },
  })
