import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { conflict, notFound, type EffectError } from '../../kit/fault/index.js'
import type {
  Entry,
  JournalAppend,
  JournalCreate,
  JournalRead,
  JournalSnapshot,
  RunRecord,
  Snapshot,
} from '../../ports/journal/index.js'

/** The journals of a world: all that outlives a worker. */
export interface Store {
  readonly create: (effect: JournalCreate) => Either<EffectError, { readonly created: true }>
  readonly append: (effect: JournalAppend) => Either<EffectError, { readonly next: number }>
  readonly read: (
    effect: JournalRead,
  ) => Either<EffectError, { readonly entries: readonly Entry[]; readonly next: number }>
  readonly load: (
    run: string,
  ) => Either<EffectError, { readonly record: RunRecord; readonly snapshot: Snapshot | null }>
  readonly keep: (effect: JournalSnapshot) => Either<EffectError, { readonly saved: true }>
  readonly record: (run: string) => RunRecord | undefined
  readonly entries: (run: string) => readonly Entry[]
}

interface Kept {
  record: RunRecord
  readonly entries: Entry[]
  snapshot: Snapshot | null
}

const none = (run: string): EffectError =>
  notFound({ doing: 'find a run', because: `there is no run ${run}`, next: 'Create it first.', ids: { run } })
// It does not say which run: whoever reports it has to.
const misplaced = (because: string): EffectError =>
  conflict({ doing: 'write to a journal', because, next: 'Read from there and decide anew.' })

/** A store that holds what others hold already. */
export const store = (
  others: readonly { readonly record: RunRecord; readonly entries: readonly Entry[] }[] = [],
): Store => {
  const runs = new Map<string, Kept>(
    others.map(({ record, entries }) => [record.run, { record, entries: [...entries], snapshot: null }]),
  )
  return {
    create: ({ run, program, labels, parent, hash, at }) => {
      if (runs.has(run)) return E.left(misplaced('the run exists'))
      const times = { createdAt: at, updatedAt: at }
      runs.set(run, {
        record: { run, program, labels, parent, hash, status: 'running', next: 0, ...times },
        entries: [],
        snapshot: null,
      })
      return E.right({ created: true })
    },
    append: ({ run, expected, entries, status, at }) => {
      const kept = runs.get(run)
      if (kept === undefined) return E.left(none(run))
      const { next } = kept.record
      if (next !== expected) return E.left(misplaced(`expected sequence ${expected}, found ${next}`))
      if (entries.some(({ sequence }, i) => sequence !== next + i)) return E.left(misplaced('a gap in the entries'))
      for (const entry of entries) kept.entries.push(entry)
      const hash = entries.at(-1)?.hash ?? kept.record.hash
      kept.record = { ...kept.record, status, hash, next: next + entries.length, updatedAt: at }
      return E.right({ next: kept.record.next })
    },
    read: ({ run, from, limit, payloads }) => {
      const kept = runs.get(run)
      if (kept === undefined) return E.left(none(run))
      const page = kept.entries.slice(from, from + limit)
      const entries = payloads === 'all' ? page : page.map((e) => (e.kind === 'sent' ? { ...e, payload: null } : e))
      return E.right({ entries, next: from + entries.length })
    },
    load: (run) => {
      const kept = runs.get(run)
      return kept === undefined ? E.left(none(run)) : E.right({ record: kept.record, snapshot: kept.snapshot })
    },
    keep: ({ run, snapshot }) => {
      const kept = runs.get(run)
      if (kept === undefined) return E.left(none(run))
      if (snapshot.next > kept.record.next) return E.left(misplaced('a snapshot of more than there is'))
      if (snapshot.next >= (kept.snapshot?.next ?? 0)) kept.snapshot = snapshot
      return E.right({ saved: true })
    },
    record: (run) => runs.get(run)?.record,
    entries: (run) => runs.get(run)?.entries ?? [],
  }
}
