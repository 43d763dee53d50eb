import type { Instant } from '@chorale/core/base'
import { journal } from '@chorale/adapter-memory'
import {
  chainHash,
  genesis,
  type Entry,
  type JournalCreate,
  type JournalList,
  type JournalRead,
  type RunStatus,
  type Snapshot,
} from '@chorale/core/ports/journal'
import { sha256Hex } from '@chorale/core/base'

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }
const key = 'k'

/** What an append may say beside its place and its entries. */
interface Appending {
  readonly run?: string
  readonly status?: RunStatus
  readonly at?: Instant
}

/** A journal spoken to in short: each verb makes its effect; what is left out has a plain value. */
export const asked = (handlers = journal()) => ({
  create: (given: Partial<Omit<JournalCreate, '_tag' | 'key'>> = {}) =>
    handlers['journal/create'](
      {
        ...{ _tag: 'journal/create', key, run: 'r', program: { name: 'p', version: 1 }, labels: {}, parent: null },
        ...{ hash: 'beginning', at: 5, ...given },
      },
      context,
    ),
  append: (expected: number, entries: readonly Entry[], { run = 'r', status = 'running', at = 10 }: Appending = {}) =>
    handlers['journal/append']({ _tag: 'journal/append', key, run, expected, entries, status, at }, context),
  read: (given: Partial<Omit<JournalRead, '_tag' | 'key'>> = {}) =>
    handlers['journal/read'](
      { _tag: 'journal/read', key, run: 'r', from: 0, limit: 100, payloads: 'all', ...given },
      context,
    ),
  load: (run = 'r') => handlers['journal/load']({ _tag: 'journal/load', key, run }, context),
  list: (given: Partial<Omit<JournalList, '_tag' | 'key'>> = {}) =>
    handlers['journal/list']({ _tag: 'journal/list', key, where: {}, limit: 100, ...given }, context),
  snapshot: (snapshot: Snapshot, run = 'r') =>
    handlers['journal/snapshot']({ _tag: 'journal/snapshot', key, run, snapshot }, context),
  drop: (run = 'r') => handlers['journal/delete']({ _tag: 'journal/delete', key, run }, context),
})

type Asked = ReturnType<typeof asked>

/** The same, each verb carried out at once. */
export const opened = (handlers = journal()) => {
  const { create, append, read, load, list, snapshot, drop } = asked(handlers)
  return {
    create: (...given: Parameters<Asked['create']>) => create(...given)(),
    append: async (...given: Parameters<Asked['append']>) => append(...given)(),
    read: (...given: Parameters<Asked['read']>) => read(...given)(),
    load: (...given: Parameters<Asked['load']>) => load(...given)(),
    list: (...given: Parameters<Asked['list']>) => list(...given)(),
    snapshot: (...given: Parameters<Asked['snapshot']>) => snapshot(...given)(),
    drop: (...given: Parameters<Asked['drop']>) => drop(...given)(),
  }
}

/** An entry at a place; every third one is the intent to spend, so that both kinds of payload are there. */
export const entry = (sequence: number, given: Partial<Entry> = {}): Entry => {
  const payload = JSON.stringify({ n: sequence })
  const about = { key: `k/${sequence}`, tag: 'test/ask', digest: sha256Hex(payload), labels: { cell: 'a' } }
  return {
    ...{ sequence, at: sequence * 10, payload, payloadHash: sha256Hex(payload), hash: `hash ${sequence}` },
    ...(sequence % 3 === 1
      ? { kind: 'sent', about, amount: { ...paid }, source: null }
      : { kind: 'told', about: null, amount: null, source: null }),
    ...given,
  }
}

const paid = { usage: { input: 1, cached: 2, output: 3, reasoning: 4 }, costMicroUsd: 5, attempts: 1 }

/** The entries of the sequences from one up to, but without, another. */
export const entries = (from: number, to: number): readonly Entry[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => entry(from + i))

/** The chain of so many entries, from its beginning on. */
export const chained = (run: string, length: number): { readonly start: string; readonly list: readonly Entry[] } => {
  const start = genesis(run, { name: 'p', version: 1 })
  const list: Entry[] = []
  for (const one of entries(0, length)) {
    const linked = { ...one, hash: chainHash(list.at(-1)?.hash ?? start, one) }
    list.push(linked)
  }
  return { start, list }
}

/** A snapshot of so many entries. */
export const snapshotAt = (next: number, state = `{"next":${next}}`): Snapshot => ({
  ...{ next, hash: `hash ${next - 1}`, state, stateHash: sha256Hex(state) },
})
