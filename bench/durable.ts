import { hash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { local } from '../packages/adapter-local/dist/index.js'
import { journal as memoryJournal } from '../packages/adapter-memory/dist/index.js'
import { canonical } from '../packages/core/dist/base.js'
import type { Interpreter } from '../packages/core/dist/effect.js'
import type { Entry, JournalEffect } from '../packages/core/dist/ports-journal.js'
import { momentOf, start } from '../packages/core/dist/run.js'
import { answering, answerTo, asking, questions, type Ask } from './realistic.js'
import { resumeAtLast } from './resume.js'

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }
const sha = (text: string): string => hash('sha256', text)

/** Hashing and serialising the data of so many effects, and nothing else: digest, payload and two links of a chain for each. */
export const bare = async (wanted: number): Promise<number> => {
  const kept: string[] = []
  let head = sha('begin')
  for (const effect of questions(wanted)) {
    const { key, ...content } = effect
    const digest = sha(canonical(content))
    const paid = [1, 1234, 400, 0, 90, 0, '', '', '']
    const cell = key.slice(2, 7)
    const labels = [4, 'cell', cell.length, cell, 6, 'matrix', 1, 'C', 5, 'stage', 8, 'multiply', 7, 'station', 1, '2']
    const mark = [...paid, key.length, key, effect._tag.length, effect._tag, 64, digest, ...labels]
    head = sha([64, head, kept.length, Date.now(), 'sent', 64, digest, ...mark].join('\n'))
    kept.push(head)
    const payload = JSON.stringify(E.right(answerTo(effect)))
    head = sha([64, head, kept.length, Date.now(), 'settled', 64, sha(payload), ...mark].join('\n'))
    kept.push(head)
  }
  return kept.length / 2
}

const all = (wanted: number) => ({ wanted, atOnce: 'all' }) as const

/** The same data through the runner with the memory journal. */
export const journaled = async (wanted: number): Promise<number> =>
  (await start(asking, all(wanted), { interpreter: answering, journal: memoryJournal() }).result()).result

/** Milliseconds of the first and of the last thousand of so many steps, with the memory journal. */
export const steps = async (wanted: number): Promise<{ readonly first: number; readonly last: number }> => {
  const marks: number[] = []
  const timed: Interpreter<Ask> = {
    'model/generate': (effect) => async () => {
      marks.push(performance.now())
      return E.right(answerTo(effect))
    },
  }
  await start(asking, { wanted, atOnce: 'one by one' }, { interpreter: timed, journal: memoryJournal() }).result()
  const between = (from: number, to: number): number => (marks[to] ?? NaN) - (marks[from] ?? NaN)
  return { first: between(0, 1000), last: between(wanted - 1001, wanted - 1) }
}

/** Calls back with a fresh directory, which is gone afterwards. */
export const inDirectory = async <A>(use: (directory: string) => Promise<A>): Promise<A> => {
  const directory = mkdtempSync(join(tmpdir(), 'chorale-bench-'))
  try {
    return await use(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Milliseconds of a run of so many effects, 64 at once, on a local store that is open. */
export const onLocal = (wanted: number): Promise<number> =>
  inDirectory(async (directory) => {
    const store = local({ directory })
    await store['journal/list']({ _tag: 'journal/list', key: 'k', where: {}, limit: 1 }, context)()
    const begun = performance.now()
    const ending = await start(asking, all(wanted), { interpreter: answering, journal: store }).result()
    const milliseconds = performance.now() - begun
    await store.close()
    if (ending.result !== wanted) throw new Error('effects were lost')
    return milliseconds
  })

/** Milliseconds of the same entries in the same groups into the journal of an open local store, without a runner. */
export const localAppends = (groups: readonly (readonly Entry[])[]): Promise<number> =>
  inDirectory(async (directory) => {
    const store = local({ directory })
    const run = 'r'
    const program = { name: asking.name, version: asking.version }
    const create = {
      _tag: 'journal/create',
      key: 'k',
      run,
      program,
      labels: {},
      parent: null,
      hash: sha('begin'),
      at: 0,
    } as const
    await store['journal/create'](create, context)()
    const begun = performance.now()
    let expected = 0
    for (const entries of groups) {
      const effect = { _tag: 'journal/append', key: 'k', run, expected, entries, status: 'running', at: 0 } as const
      const taken = await store['journal/append'](effect, context)()
      if (E.isLeft(taken)) throw new Error(taken.left.because)
      expected = taken.right.next
    }
    const milliseconds = performance.now() - begun
    await store.close()
    return milliseconds
  })

/** The groups in which a run of so many effects appends its entries. */
export const groupsOf = async (wanted: number): Promise<readonly (readonly Entry[])[]> => {
  const groups: (readonly Entry[])[] = []
  const store = memoryJournal()
  const watched: Interpreter<JournalEffect> = {
    ...store,
    'journal/append': (effect, context) => {
      groups.push(effect.entries)
      return store['journal/append'](effect, context)
    },
  }
  await start(asking, all(wanted), { interpreter: answering, journal: watched }).result()
  return groups
}

interface Database {
  readonly exec: (sql: string) => void
  readonly prepare: (sql: string) => { readonly run: (...values: readonly (string | number | null)[]) => void }
  readonly close: () => void
}

/** The driver that the local store uses on this platform. */
const openDatabase = (file: string): Database => {
  const sqlite = process.getBuiltinModule('node:sqlite') as { DatabaseSync: new (file: string) => Database } | undefined
  if (sqlite !== undefined) return new sqlite.DatabaseSync(file)
  const load = createRequire(new URL('../packages/adapter-local/package.json', import.meta.url))
  return new (load('libsql') as new (file: string) => Database)(file)
}

/** Milliseconds of the same rows in the same groups with the same driver: one prepared insert for each row and for each payload, and nothing else. */
export const rawInserts = (groups: readonly (readonly Entry[])[]): Promise<number> =>
  inDirectory(async (directory) => {
    const database = openDatabase(join(directory, 'raw.db'))
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    database.exec(
      'CREATE TABLE payloads (id INTEGER PRIMARY KEY, hash TEXT, body TEXT); CREATE INDEX by_hash ON payloads (hash)',
    )
    database.exec(
      'CREATE TABLE entries (sequence INTEGER PRIMARY KEY, at INTEGER, kind TEXT, key TEXT, digest TEXT, labels TEXT, amount TEXT, payload INTEGER, hash TEXT)',
    )
    const payload = database.prepare('INSERT INTO payloads VALUES (?, ?, ?)')
    const entry = database.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    const begun = performance.now()
    for (const group of groups) {
      database.exec('BEGIN IMMEDIATE')
      for (const { sequence, at, kind, about, amount, payloadHash, payload: body, hash: head } of group) {
        payload.run(sequence, payloadHash, body)
        const mark = [about?.key ?? null, about?.digest ?? null, JSON.stringify(about?.labels)] as const
        entry.run(sequence, at, kind, ...mark, JSON.stringify(amount), sequence, head)
      }
      database.exec('COMMIT')
    }
    const milliseconds = performance.now() - begun
    database.close()
    return milliseconds
  })

/** A journal in memory with a run of so many effects. */
export const recorded = async (wanted: number): Promise<Interpreter<JournalEffect>> => {
  const journal = memoryJournal()
  await start(asking, all(wanted), { interpreter: answering, journal, run: 'r' }).result()
  return journal
}

/** Reads a journal, parses each payload and keeps it by its key, and nothing else; answers with the entries. */
export const parseAndIndex = async (journal: Interpreter<JournalEffect>): Promise<number> => {
  const index = new Map<string, unknown>()
  let entries = 0
  for (let from = 0; ;) {
    const effect = { _tag: 'journal/read', key: 'k', run: 'r', from, limit: 2000, payloads: 'inputs' } as const
    const page = await journal['journal/read'](effect, context)()
    if (E.isLeft(page)) throw new Error(page.left.because)
    for (const { payload, about, kind } of page.right.entries) {
      if (payload !== null) index.set(`${kind} ${about?.key ?? ''}`, JSON.parse(payload))
      entries += 1
    }
    if (page.right.entries.length === 0) return entries
    from = page.right.next
  }
}

/** Folds a journal over its program; answers with the entries. */
export const replayed = async (
  journal: Interpreter<JournalEffect>,
  verify: 'chain' | 'none',
  entries: number,
): Promise<number> => {
  const moment = await momentOf(asking, { journal, run: 'r', verify })()
  if (E.isLeft(moment)) throw new Error(moment.left.because)
  return entries
}

const kept = { run: 'r', snapshots: { every: 5000 } } as const

/** Milliseconds until the last question of a run of so many is asked again, from the local store. */
export const resumeOnLocal = (wanted: number): Promise<number> =>
  inDirectory((directory) => resumeAtLast({ open: () => local({ directory }), run: 'r', wanted, lingers: 50 }))

/** Bytes of the store at rest, by the bytes of the payloads it holds, each counted once. */
export const bytesByPayload = (wanted: number): Promise<number> =>
  inDirectory(async (directory) => {
    const store = local({ directory })
    await start(asking, all(wanted), { ...kept, interpreter: answering, journal: store }).result()
    const effect = { _tag: 'journal/read', key: 'k', run: 'r', from: 0, limit: 1e6, payloads: 'all' } as const
    const page = await store['journal/read'](effect, context)()
    if (E.isLeft(page)) throw new Error(page.left.because)
    const unique = new Map(page.right.entries.map(({ payloadHash, payload }) => [payloadHash, payload?.length ?? 0]))
    await store.close()
    const files = readdirSync(directory).filter((name) => name.startsWith('chorale.db'))
    const bytes = files.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0)
    return bytes / [...unique.values()].reduce((sum, size) => sum + size, 0)
  })
