import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { conflict, notFound, rejected, type EffectError } from '@chorale/core/fault'
import type { Interpreter } from '@chorale/core/effect'
import type {
  Entry,
  JournalAppend,
  JournalEffect,
  JournalList,
  JournalRead,
  JournalSnapshot,
  RunRecord,
  Snapshot,
} from '@chorale/core/ports/journal'
import { copied, copiedEntry } from './copied.js'

interface Kept {
  /** Written to in place: it changes with every append. */
  readonly record: { -readonly [member in keyof RunRecord]: RunRecord[member] }
  readonly entries: Entry[]
  snapshot: Snapshot | null
}

/** Journals in one map: the reference for how the port behaves. Entries are copied in and out: nobody can change what was journaled. */
export const journal = (): Interpreter<JournalEffect> => {
  const runs = new Map<string, Kept>()
  const withRun = <A>(doing: string, run: string, then: (kept: Kept) => Either<EffectError, A>) => {
    // Looked up when the task is run, not when it is made: between the two, the run may have come or gone.
    return () => {
      const kept = runs.get(run)
      return Promise.resolve(kept === undefined ? E.left(unknown(doing, run)) : then(kept))
    }
  }
  return {
    'journal/create': (effect) => () => {
      if (runs.has(effect.run)) return Promise.resolve(E.left(taken(effect.run)))
      const { run, program, labels, parent, hash, at } = copied(effect)
      const record: RunRecord = {
        run,
        program,
        labels,
        parent,
        hash,
        status: 'running',
        next: 0,
        createdAt: at,
        updatedAt: at,
      }
      runs.set(run, { record, entries: [], snapshot: null })
      return Promise.resolve(E.right({ created: true }))
    },

    'journal/append': (effect) => withRun('append to a journal', effect.run, (kept) => append(kept, effect)),
    'journal/read': (effect) => withRun('read a journal', effect.run, (kept) => read(kept, effect)),
    'journal/load': ({ run }) =>
      withRun('load a run', run, ({ record, snapshot }) => E.right(copied({ record, snapshot }))),
    'journal/list': (effect) => () => Promise.resolve(list(runs, effect)),
    'journal/snapshot': (effect) => withRun('keep a snapshot', effect.run, (kept) => keep(kept, effect)),
    'journal/delete':
      ({ run }) =>
      () =>
        Promise.resolve(E.right({ deleted: runs.delete(run) })),
  }
}

const append = (kept: Kept, { run, expected, entries, status, at }: JournalAppend) => {
  const { next } = kept.record
  const fault = next === expected ? misplaced(run, expected, entries) : fence(run, expected, next)
  if (fault !== undefined) return E.left(fault)
  // All are copied before the first is kept: all or nothing.
  for (const entry of entries.map(copiedEntry)) kept.entries.push(entry)
  const { record } = kept
  record.status = status
  record.hash = entries.at(-1)?.hash ?? record.hash
  record.next = expected + entries.length
  record.updatedAt = at
  return E.right({ next: record.next })
}

const read = (kept: Kept, { from, limit, payloads }: JournalRead) => {
  if (!isCount(from, 0) || !isCount(limit, 0)) return E.left(uncounted('read a journal', { from, limit }))
  const entries = kept.entries.slice(from, from + limit).map(payloads === 'all' ? copiedEntry : withoutSent)
  return E.right({ entries, next: from + entries.length })
}

const withoutSent = (entry: Entry): Entry => copiedEntry(entry.kind === 'sent' ? { ...entry, payload: null } : entry)

/** The newest first, by id where they are equally old; ids by code unit. */
const list = (runs: ReadonlyMap<string, Kept>, { where, limit, after }: JournalList) => {
  // A page of no runs could not say where the next one begins.
  if (!isCount(limit, 1)) return E.left(uncounted('list runs', { limit }))
  if (after !== undefined && !runs.has(after)) return E.left(gone(after))
  const sorted = [...runs.values()]
    .map(({ record }) => record)
    .sort((a, b) => b.createdAt - a.createdAt || (a.run < b.run ? -1 : 1))
  // Found among all: by now, the run that the page before ended with may fit no more.
  const start = after === undefined ? 0 : sorted.findIndex(({ run }) => run === after) + 1
  const rest = sorted.slice(start).filter((record) => fits(record, where))
  const page = rest.slice(0, limit)
  return E.right({ runs: copied(page), after: page.length < rest.length ? (page.at(-1)?.run ?? null) : null })
}

const fits = (record: RunRecord, { program, status, labels = {} }: JournalList['where']): boolean =>
  (program === undefined || record.program.name === program) &&
  (status === undefined || status.includes(record.status)) &&
  Object.entries(labels).every(([name, word]) => record.labels[name] === word)

const keep = (kept: Kept, { run, snapshot }: JournalSnapshot) => {
  const { next } = snapshot
  if (!isCount(next, 0)) return E.left(uncounted('keep a snapshot', { next }))
  if (next > kept.record.next) return E.left(beyond(run, next, kept.record.next))
  // A slow worker's older snapshot must not displace the newest.
  if (next >= (kept.snapshot?.next ?? 0)) kept.snapshot = copied(snapshot)
  return E.right({ saved: true } as const)
}

const unknown = (doing: string, run: string): EffectError =>
  notFound({ doing, because: `there is no run ${run}`, next: 'Create it first, or check its id.', ids: { run } })

const fence = (run: string, expected: number, found: number): EffectError =>
  conflict({
    doing: 'append to a journal',
    because: `expected sequence ${expected}, found ${found}`,
    next: 'Another worker advanced this run: read from there and decide anew.',
    ids: { run },
  })

/** An entry that says it stands elsewhere would be found as a broken chain one day: refused now. */
const misplaced = (run: string, expected: number, entries: readonly Entry[]): EffectError | undefined => {
  const wrong = entries.findIndex(({ sequence }, i) => sequence !== expected + i)
  return wrong === -1
    ? undefined
    : rejected({
        doing: 'append to a journal',
        because: `an entry says sequence ${entries[wrong]?.sequence ?? 'nothing'} where ${expected + wrong} comes next`,
        next: 'Number the entries from the expected sequence on, without a gap.',
        ids: { run },
      })
}

const beyond = (run: string, next: number, found: number): EffectError =>
  conflict({
    doing: 'keep a snapshot',
    because: `it holds ${next} entries, the journal has ${found}`,
    next: 'Append the entries first, or load the run and decide anew.',
    ids: { run },
  })

const taken = (run: string): EffectError =>
  conflict({ doing: 'create a journal', because: `run ${run} exists`, next: 'Choose another id.', ids: { run } })

const gone = (run: string): EffectError =>
  notFound({
    doing: 'list runs',
    because: `there is no run ${run} to go on behind`,
    next: 'It was deleted since: list again from the first page.',
    ids: { run },
  })

const isCount = (number: number, least: number): boolean => Number.isSafeInteger(number) && number >= least

/** Guessed at, a limit below zero would cut the end off and NaN would read for ever from nowhere. */
const uncounted = (doing: string, given: { readonly [name: string]: number }): EffectError =>
  rejected({
    doing,
    because: Object.entries(given)
      .map(([name, number]) => `${name} is ${number}`)
      .join(', '),
    next: 'Count in whole numbers from 0 on; a page of runs holds at least one.',
  })
