import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { canonical, type Hash, type Json } from '../kit/base/index.js'
import type { Effect, Interpreter } from '../kit/effect/index.js'
import { unavailable, type EffectError } from '../kit/fault/index.js'
import type { Machine, Types } from '../kit/machine/index.js'
import type { Clock } from '../ports/index.js'
import type { JournalEffect, RunRecord, RunStatus, Snapshot, Source } from '../ports/journal/index.js'
import { resumedDraft } from './entries.js'
import { incompatible, journalFailed, type RunError } from './fault.js'
import { knownFrom, type Known } from './known.js'
import type { RunOptions } from './options.js'
import { contextOf, load, readEach, type Reading } from './reading.js'
import { recorder, type Place, type Recorder } from './record.js'
import {
  blank,
  isStepFault,
  take,
  type Outstanding,
  type Replayed,
  type ReplayError,
  type Replaying,
} from './replay.js'
import { land, route, type Sitting } from './sitting.js'
import { heldBy, keeper, type Keep } from './snapshot.js'
import { taskOf } from './task.js'

/** What a run is opened with. */
export interface OpeningParts<T extends Types> {
  readonly run: string
  readonly machine: Machine<T>
  /** Left out by who resumes without knowing them. */
  readonly params: { readonly value: T['params'] } | undefined
  readonly options: Omit<RunOptions<T, unknown>, 'interpreter'>
  readonly clock: Clock
  readonly hash: Hash
}

/** A run that may go on: what it did so far, and the journal to go on in. */
export interface Opening<T extends Types> {
  readonly so: Replayed<T>
  readonly known: Known
  readonly recorder: Recorder | undefined
  /** Keeps snapshots, where they are wanted. */
  readonly keep: Keep<T> | undefined
  readonly status: RunStatus
  readonly isNew: boolean
  /** The store has taken the claim from its last reserve. */
  readonly isFull: boolean
  /** What it told before, where that is wanted. */
  readonly past: readonly T['response'][]
}

/** Opens a run, new or as its journal tells it. Nothing is written for a new one; another sitting of an old one begins with an entry of its own, the fence. */
export const opening = <T extends Types>(
  parts: OpeningParts<T>,
): Either<RunError, Opening<T>> | Promise<Either<RunError, Opening<T>>> => {
  const { journal } = parts.options
  return journal === undefined ? E.right(fresh(parts, new Map())) : openingIn(journal, parts)
}

const openingIn = async <T extends Types>(
  journal: Interpreter<JournalEffect>,
  parts: OpeningParts<T>,
): Promise<Either<RunError, Opening<T>>> => {
  const { existing, verify } = parts.options
  const { run, hash } = parts
  const reading: Reading = verify === undefined ? { journal, run, hash } : { journal, run, hash, verify }
  const fail = (fault: EffectError): Either<RunError, never> => E.left(journalFailed(parts.run, fault))
  const loaded = existing === 'resume' ? await load(reading) : undefined
  if (loaded !== undefined && E.isLeft(loaded) && (loaded.left._tag !== 'NotFound' || parts.params === undefined))
    return fail(loaded.left)
  const found = loaded !== undefined && E.isRight(loaded) ? loaded.right : undefined
  const known = await knownTo(parts, journal, found?.record)
  if (E.isLeft(known)) return fail(known.left)
  return found === undefined
    ? E.right(fresh(parts, known.right))
    : reopened(parts, reading, { ...found, known: known.right })
}

/** A run started from another stays so in every sitting, as long as the other is there. */
const knownTo = async <T extends Types>(
  { options: { from } }: OpeningParts<T>,
  journal: Interpreter<JournalEffect>,
  record: RunRecord | undefined,
): Promise<Either<EffectError, Known>> => {
  if (from !== undefined) return knownFrom({ journal, run: from })
  if (record === undefined || record.parent === null || isEnd(record.status)) return E.right(new Map())
  const known = await knownFrom({ journal, run: record.parent.run })
  return E.isLeft(known) && known.left._tag === 'NotFound' ? E.right(new Map()) : known
}

const isEnd = (status: RunStatus): boolean => !['running', 'waiting', 'paused'].includes(status)

const fresh = <T extends Types>(parts: OpeningParts<T>, known: Known): Opening<T> => {
  const { recorder, keep } = writersOf(parts, undefined, 0)
  return { so: blank(parts.machine), known, recorder, keep, status: 'running', isNew: true, isFull: false, past: [] }
}

/** What writes to the journal behind a place; `last` is how many entries the newest snapshot holds. */
const writersOf = <T extends Types>(
  { machine, options, run, clock, hash }: OpeningParts<T>,
  behind: Place | undefined,
  last: number,
): Pick<Opening<T>, 'recorder' | 'keep'> => {
  const { journal, from, labels = {}, snapshots } = options
  if (journal === undefined) return { recorder: undefined, keep: undefined }
  const parent: Source | null = from === undefined ? null : { run: from, sequence: 0 }
  const { name, version } = machine
  const context = contextOf(run)
  const writer = recorder({ journal, context, clock, hash, program: { name, version }, labels, parent }, behind)
  if (snapshots === undefined) return { recorder: writer, keep: undefined }
  return { recorder: writer, keep: keeper({ every: snapshots.every, last, journal, context, version, hash }, writer) }
}

/** A run in its journal, and what an earlier one was answered. */
interface Found {
  readonly record: RunRecord
  readonly snapshot: Snapshot | null
  readonly known: Known
}

const reopened = async <T extends Types>(
  parts: OpeningParts<T>,
  reading: Reading,
  { record, snapshot, known }: Found,
): Promise<Either<RunError, Opening<T>>> => {
  const { run, options, clock } = parts
  const migrate = migrationOf(parts, record)
  if (E.isLeft(migrate)) return migrate
  const past: T['response'][] = []
  const read = await refolded(parts, { reading, record, snapshot, migrate: migrate.right, past })
  if (E.isLeft(read)) return E.left(isStepFault(read.left) ? read.left : journalFailed(run, read.left))
  const { so, last } = read.right
  const other = otherParams(parts, so.params)
  if (other !== undefined) return E.left(other)
  // Its worker died before the first entry was written: it begins now, behind the same fence.
  const isNew = so.params === undefined
  if (isNew && parts.params === undefined) return E.left(unbegun(run))
  const place = { next: record.next, head: record.hash, at: so.at, activeMs: so.activeMs }
  const writers = writersOf(parts, place, last)
  const { recorder } = writers
  const going = { so, known, ...writers, isNew, past }
  if (isEnd(record.status) || recorder === undefined) return E.right({ ...going, status: record.status, isFull: false })
  const claim = resumedDraft(clock.now(), options.sitting ?? globalThis.crypto.randomUUID())
  const claimed = await recorder.record([claim], 'running')
  return E.isLeft(claimed)
    ? E.left(journalFailed(run, claimed.left))
    : E.right({ ...going, status: 'running', isFull: claimed.right.isFull === true })
}

interface Folding<T extends Types> extends Pick<Found, 'record' | 'snapshot'> {
  readonly reading: Reading
  readonly migrate: Replaying<T>['migrate']
  /** Takes what was told, where that is wanted. */
  readonly past: T['response'][]
}

/** The run as its journal tells it: from its newest snapshot on, or from the beginning where there is none that fits. */
const refolded = async <T extends Types>(
  { machine, run, options }: OpeningParts<T>,
  { reading, record, snapshot, migrate, past }: Folding<T>,
): Promise<Either<ReplayError, { readonly so: Replayed<T>; readonly last: number }>> => {
  const isTold = options.past === 'told'
  const how = { machine, run, migrate, ...(isTold ? { seen: toldTo(past) } : {}) }
  const from = async (so: Replayed<T>, there: Reading) => {
    const read = await readEach(there, record, (entry) => take(how, so, entry))
    return E.map(() => ({ so, last: there.behind?.next ?? 0 }))(read)
  }
  const isUsable = snapshot !== null && !isTold && migrate === undefined && snapshot.next <= record.next
  const held = isUsable ? heldBy(machine, snapshot, reading.hash) : undefined
  if (held !== undefined && snapshot !== null) {
    const read = await from(held, { ...reading, behind: snapshot })
    if (E.isRight(read)) return read
  }
  // Also where the snapshot does not go with the entries: they alone are the run.
  return from(blank(machine), reading)
}

const toldTo =
  <R>(past: R[]) =>
  (_entry: unknown, _effects: unknown, responses: readonly R[]): void =>
    void past.push(...responses)

const migrationOf = <T extends Types>({ machine, run, options }: OpeningParts<T>, { program }: RunRecord) => {
  if (program.name !== machine.name)
    return E.left(
      incompatible(
        run,
        `it belongs to the program ${program.name}, not to ${machine.name}`,
        'Resume it with its own program, or choose another id.',
      ),
    )
  if (program.version === machine.version) return E.right(undefined)
  const migrate = options.migrate?.(program.version)
  return migrate === undefined
    ? E.left(
        incompatible(
          run,
          `it was written by version ${program.version} of ${program.name}, and this is version ${machine.version}`,
          'State a migration in the options, or resume it with the version it was written by.',
        ),
      )
    : E.right(migrate)
}

const unbegun = (run: string) =>
  incompatible(run, 'its worker died before its beginning was written', 'Start it with its params.')

/** The same id with other params is another run: carrying on would answer a question nobody asked. */
const otherParams = <T extends Types>({ params, run }: OpeningParts<T>, first: string | undefined) => {
  if (params === undefined || first === undefined) return undefined
  // A cast at the seam: params are plain data by the definition of a machine.
  const now = canonical(JSON.parse(JSON.stringify(params.value)) as Json)
  return now === canonical(JSON.parse(first) as Json)
    ? undefined
    : incompatible(
        run,
        'it was started with other params',
        'Choose another id for other params, or resume without any.',
      )
}

/** Gives every effect that was out when the run was left its way again. */
export const takeUp = async <T extends Types>(
  at: Sitting<T>,
  outstanding: Iterable<Outstanding>,
  options: Pick<RunOptions<T, unknown>, 'unknown' | 'recall'>,
): Promise<void> => {
  for (const { effect, sent } of outstanding) {
    if (sent === undefined) route(at, [effect])
    else await decide(at, effect, options)
  }
  // What asked these is in the journal.
  at.standing.show()
}

const decide = async <T extends Types>(
  at: Sitting<T>,
  effect: Effect,
  { unknown, recall }: Pick<RunOptions<T, unknown>, 'unknown' | 'recall'>,
): Promise<void> => {
  const task = taskOf(effect, at.naming)
  const outcome = await recall?.(effect)
  if (outcome !== undefined) return land(at, task, outcome)
  switch (unknown?.(effect) ?? task.terms.whenUnknown) {
    case 'retry':
      return route(at, [effect])
    case 'hold':
      return void at.held.push(task)
    case 'ask':
      return at.standing.doubt(task)
    case 'fail':
      return land(at, task, E.left(lostWith(task.effect)))
  }
}

/** An effect that is given up because nobody knows whether it was applied. */
export const lostWith = ({ _tag, key }: Effect): EffectError =>
  unavailable({
    doing: `carry out ${_tag} ${key}`,
    because: 'the worker died while it was out, and it was given up',
    next: 'Look on the other side whether it was applied.',
    applied: 'unknown',
  })
