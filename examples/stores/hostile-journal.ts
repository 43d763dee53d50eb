import { isDeepStrictEqual } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import { sha256Hex } from '@chorale/core/base'
import type { Labels } from '@chorale/core/effect'
import type { Entry, JournalCreate, JournalList } from '@chorale/core/ports/journal'
import { eachOf, shown, type Ask, type Field, type Outcome } from './hostile-field.js'

/** The sentence where something is not what it should be. */
export const differs = (found: unknown, wanted: unknown): readonly string[] =>
  isDeepStrictEqual(found, wanted) ? [] : [`wanted ${shown(wanted)}, found ${shown(found)}`]

const labelled = (value: string): Labels => Object.fromEntries([[value, value]])

/** Does something about a run and deletes it. */
const withRun = async (
  ask: Ask,
  given: Partial<JournalCreate>,
  look: (run: string) => Promise<Outcome<readonly string[]>>,
): Promise<Outcome<readonly string[]>> => {
  const run = given.run ?? 'tried'
  const base = { run, program: { name: 'p', version: 1 }, labels: {}, parent: null, hash: '', at: 1 }
  const created = await ask('journal/create', { ...base, ...given })
  if (E.isLeft(created)) return created
  const seen = await look(run)
  const gone = await ask('journal/delete', { run })
  if (E.isLeft(gone)) return gone
  if (E.isLeft(seen)) return seen
  return E.right([...seen.right, ...differs(gone.right, { deleted: true })])
}

/** What a run's record says of what it was created with. */
const created =
  (ask: Ask, of: (value: string) => Partial<JournalCreate>, where?: (value: string) => JournalList['where']) =>
  (values: readonly string[]) =>
    eachOf(values, (value) =>
      withRun(ask, { run: `run-${sha256Hex(JSON.stringify(value))}`, ...of(value) }, async (run) => {
        const loaded = await ask('journal/load', { run })
        const behind = await ask('journal/list', { where: { program: 'none' }, limit: 1, after: run })
        if (E.isLeft(loaded)) return loaded
        if (E.isLeft(behind)) return behind
        const { record } = loaded.right
        const wanted = { ...of(value), run }
        const amiss = [
          ...differs({ ...record, ...wanted }, record),
          ...differs(behind.right, { runs: [], after: null }),
        ]
        if (where === undefined) return E.right(amiss)
        const listed = await ask('journal/list', { where: where(value), limit: 9 })
        return E.map(({ runs }: { readonly runs: readonly unknown[] }) => [...amiss, ...differs(runs, [record])])(
          listed,
        )
      }),
    )

const plain: Omit<Entry, 'sequence'> = {
  ...{ at: 1, kind: 'settled', amount: null, source: null, payload: '1', payloadHash: 'h', hash: 'h' },
  about: { key: 'k', tag: 't', digest: 'd', labels: {} },
}

/** Entries come back as they were written, all in one run. */
const entered =
  (ask: Ask, of: (value: string) => Partial<Entry>): Field['put'] =>
  (values) =>
    withRun(ask, {}, async (run) => {
      const entries = values.map((value, sequence) => ({ ...plain, sequence, ...of(value) }))
      const appended = await ask('journal/append', { run, expected: 0, entries, status: 'done', at: 1 })
      if (E.isLeft(appended)) return appended
      const read = await ask('journal/read', { run, from: 0, limit: values.length + 1, payloads: 'all' })
      return E.map((page: { readonly entries: readonly Entry[] }) => differs(page.entries, entries))(read)
    })

/** Each takes the place of the one before. */
const snapshots =
  (ask: Ask): Field['put'] =>
  (values) =>
    withRun(ask, {}, async (run) => {
      const amiss: string[] = []
      for (const value of values) {
        const snapshot = { next: 0, hash: value, state: value, stateHash: value }
        const saved = await ask('journal/snapshot', { run, snapshot })
        const loaded = await ask('journal/load', { run })
        if (E.isLeft(saved)) return saved
        if (E.isLeft(loaded)) return loaded
        amiss.push(...differs(loaded.right.snapshot, snapshot))
      }
      return E.right(amiss)
    })

/** No run has a status that is none: nothing is found. */
const statuses =
  (ask: Ask): Field['put'] =>
  (values) =>
    eachOf(values, async (value) => {
      // A cast for the host without types, who may pass anything.
      const status = [value] as unknown as NonNullable<JournalList['where']['status']>
      const listed = await ask('journal/list', { where: { status }, limit: 9 })
      return E.map((page: unknown) => differs(page, { runs: [], after: null }))(listed)
    })

const field = (name: string, put: Field['put']): Field => ({
  // The port takes every text: what a store refuses is too long for it, and it says so.
  ...{ name: `journal ${name}`, path: /^no text is refused/u, share: 'together', put },
})

const runFields = (ask: Ask): readonly Field[] => {
  const programs = created(
    ask,
    (name) => ({ program: { name, version: 1 } }),
    (program) => ({ program }),
  )
  const labels = created(
    ask,
    (value) => ({ labels: labelled(value) }),
    (value) => ({ labels: labelled(value) }),
  )
  const parents = created(ask, (run) => ({ parent: { run, sequence: 0 }, hash: run }))
  return [
    field(
      'ids of runs',
      created(ask, (run) => ({ run })),
    ),
    field('names of programs, also as a filter', programs),
    field('labels of runs, names and values, also as a filter', labels),
    field('parents and hashes of runs', parents),
    field('status as a filter', statuses(ask)),
    field('snapshots', snapshots(ask)),
  ]
}

const entryFields = (ask: Ask): readonly Field[] => {
  const about = (more: Partial<NonNullable<Entry['about']>>): Partial<Entry> => ({
    about: { key: 'k', tag: 't', digest: 'd', labels: {}, ...more },
  })
  const written: readonly (readonly [string, (value: string) => Partial<Entry>])[] = [
    ['keys of entries', (key) => about({ key })],
    ['tags of entries', (tag) => about({ tag })],
    ['digests of entries', (digest) => about({ digest })],
    ['labels of entries, names and values', (value) => about({ labels: labelled(value) })],
    ['payloads', (payload) => ({ payload })],
    ['hashes of entries', (hash) => ({ hash, payloadHash: hash })],
    ['sources of entries', (run) => ({ source: { run, sequence: 1 } })],
  ]
  return written.map(([name, of]) => field(name, entered(ask, of)))
}

/** Every field of the journal that takes any text. */
export const journalFields = (ask: Ask): readonly Field[] => [...runFields(ask), ...entryFields(ask)]
