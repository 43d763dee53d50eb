import type { Either } from 'fp-ts/lib/Either.js'
import { sha256Hex } from '../../../kit/base/index.js'
import type { ResultOf } from '../../../kit/effect/index.js'
import type { EffectError } from '../../../kit/fault/index.js'
import {
  genesis,
  type Entry,
  type EntryPage,
  type JournalAppend,
  type JournalCreate,
  type JournalDelete,
  type JournalEffect,
  type JournalList,
  type JournalLoad,
  type JournalRead,
  type JournalSnapshot,
  type RunPage,
  type RunRecord,
  type RunStatus,
  type Snapshot,
} from '../../../ports/journal/index.js'
import { casesOf, type Spoken } from '../cases-of.js'
import { notes, type Notes, type Refusal } from '../notes.js'
import type { Trial } from '../trial.js'
import { chained, program, type Draft } from './chained.js'

/** What of an effect is the case's own. */
export type Saying<A> = Partial<Omit<A, '_tag' | 'key' | 'run'>>

/** What is loaded of a run. */
export type Loaded = ResultOf<JournalLoad>

type Append = (
  ...said: [expected: number, entries: readonly Entry[], saying?: Saying<JournalAppend>, run?: string]
) => Promise<number>

/** Journals spoken to in short: run ids are the case's own, results are those of effects that must succeed. */
export interface JournalTalk extends Notes {
  readonly trial: Trial
  /** The case's run of that name. */
  readonly run: (name?: string) => string
  readonly create: (saying?: Saying<JournalCreate>, run?: string) => Promise<void>
  /** Where the run stands then. */
  readonly append: Append
  /** A run with entries of these drafts: the entries. */
  readonly started: (drafts: readonly Draft[], run?: string) => Promise<readonly Entry[]>
  readonly read: (saying?: Saying<JournalRead>, run?: string) => Promise<EntryPage>
  readonly load: (run?: string) => Promise<Loaded>
  /** Runs of the case alone: each is made with a label of its own. */
  readonly list: (saying?: Saying<JournalList>) => Promise<RunPage>
  readonly snapshot: (snapshot: Snapshot, run?: string) => Promise<void>
  readonly drop: (run?: string) => Promise<boolean>
  /** An effect that must fail. */
  readonly fails: (effect: JournalEffect, refusal: Refusal) => Promise<void>
}

const key = 'j/1'

/** Effects on one run; what is left out has a plain value. */
export const effectsOn = (run: string) => ({
  create: (saying: Saying<JournalCreate> = {}): JournalCreate => ({
    ...{ _tag: 'journal/create', key, run, program, labels: {}, parent: null, at: 1000 },
    ...{ hash: genesis(run, saying.program ?? program), ...saying },
  }),
  append: (expected: number, entries: readonly Entry[], saying: Saying<JournalAppend> = {}): JournalAppend => ({
    ...{ _tag: 'journal/append', key, run, expected, entries, status: 'running', at: 2000, ...saying },
  }),
  read: (saying: Saying<JournalRead> = {}): JournalRead => ({
    ...{ _tag: 'journal/read', key, run, from: 0, limit: 10_000, payloads: 'all', ...saying },
  }),
  load: (): JournalLoad => ({ _tag: 'journal/load', key, run }),
  snapshot: (snapshot: Snapshot): JournalSnapshot => ({ _tag: 'journal/snapshot', key, run, snapshot }),
  drop: (): JournalDelete => ({ _tag: 'journal/delete', key, run }),
})

/** A list of runs. */
export const listOf = (saying: Saying<JournalList> = {}): JournalList => ({
  ...{ _tag: 'journal/list', key, where: {}, limit: 100, ...saying },
})

/** A snapshot of so many entries of a list. */
export const snapshotOf = (entries: readonly Entry[], next: number, state = `{"next":${next}}`): Snapshot => ({
  ...{ next, hash: entries[next - 1]?.hash ?? sha256Hex(''), state, stateHash: sha256Hex(state) },
})

const nobody: RunRecord = {
  ...{ run: '', program: { name: '', version: 0 }, labels: {}, parent: null, status: 'failed' satisfies RunStatus },
  ...{ next: 0, hash: '', createdAt: 0, updatedAt: 0 },
}

const speak = (trial: Trial): Spoken<JournalTalk> => {
  const noted = notes()
  const made = new Set<string>()
  const own = { case: trial.prefix }
  const idOf = (name = 'run'): string => `${trial.prefix}/${name}`
  const done = async <A extends JournalEffect>(effect: A, otherwise: ResultOf<A>): Promise<ResultOf<A>> => {
    const outcome: Either<EffectError, ResultOf<A>> = await trial.ask(effect)()
    return noted.taken(effect._tag, outcome, otherwise)
  }
  const talk: JournalTalk = {
    ...noted,
    ...{ trial, run: idOf },
    create: async ({ labels = {}, ...saying } = {}, run = idOf()) => {
      made.add(run)
      const effect = effectsOn(run).create({ ...saying, labels: { ...labels, ...own } })
      noted.same('journal/create', await done(effect, { created: true }), { created: true })
    },
    append: async (...[expected, entries, saying, run = idOf()]) =>
      (await done(effectsOn(run).append(expected, entries, saying), { next: -1 })).next,
    started: async (drafts, run = idOf()) => {
      await talk.create({}, run)
      const entries = chained(run, drafts)
      await done(effectsOn(run).append(0, entries), { next: -1 })
      return entries
    },
    read: (saying, run = idOf()) => done(effectsOn(run).read(saying), { entries: [], next: -1 }),
    load: (run = idOf()) => done(effectsOn(run).load(), { record: nobody, snapshot: null }),
    list: ({ where = {}, ...saying } = {}) =>
      done(listOf({ ...saying, where: { ...where, labels: { ...where.labels, ...own } } }), { runs: [], after: null }),
    snapshot: async (snapshot, run = idOf()) =>
      noted.same('journal/snapshot', await done(effectsOn(run).snapshot(snapshot), { saved: true }), { saved: true }),
    drop: async (run = idOf()) => (await done(effectsOn(run).drop(), { deleted: false })).deleted,
    fails: async (effect, refusal) => noted.refused(effect._tag, await trial.ask(effect)(), refusal),
  }
  const cleanUp = async (): Promise<void> => {
    for (const run of made) await talk.drop(run)
  }
  return { talk, cleanUp }
}

/** A case of the journal port. */
export const journalCase = casesOf('journal', speak)
