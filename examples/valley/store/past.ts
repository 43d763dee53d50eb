import { existsSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { ValleyInput } from '@chorale/core/cf14'
import type { Context } from '@chorale/core/effect'
import { damaged, type EffectError } from '@chorale/core/fault'
import type { Entry, EntryPage, JournalList, JournalRead, RunPage, RunRecord } from '@chorale/core/ports/journal'
import type { Refusal } from '../exit.js'
import { storeFault } from './fault.js'
import type { Store } from './store.js'

/** What the store holds of earlier runs. */
export interface Past {
  /** A run's record; undefined where there is no such run. */
  readonly record: (run: string) => Promise<Either<Refusal, RunRecord | undefined>>
  /** The params a run was started with; undefined where nothing was written yet. */
  readonly params: (run: string) => Promise<Either<Refusal, ValleyInput | undefined>>
  /** A run's entries, with or without the words of what was sent. */
  readonly entries: (run: string, payloads: 'all' | 'inputs') => Promise<Either<Refusal, readonly Entry[]>>
  /** Runs, newest first, page by page until there are no more or `most` are there. */
  readonly runs: (where: JournalList['where'], most?: number) => Promise<Either<Refusal, readonly RunRecord[]>>
}

/** Runs and entries that are read in one go. */
const PAGE = 2000
const RUNS = 200

/** Looks into a store; where there is none yet, none is made. Chains are not checked here: `start`, `resume` and `verify` do that. */
export const pastOf = ({ place, handlers }: Pick<Store, 'place' | 'handlers'>): Past => {
  const isThere = (): boolean => place._tag === 'memory' || existsSync(place.directory)
  const told = <A>(found: Either<EffectError, A>): Either<Refusal, A> =>
    E.mapLeft((error: EffectError) => storeFault(place, error))(found)
  const read = (run: string, what: Pick<JournalRead, 'from' | 'limit' | 'payloads'>) =>
    handlers['journal/read']({ _tag: 'journal/read', key: `journal/read/${what.from}`, run, ...what }, contextOf(run))()
  return {
    record: async (run) => {
      if (!isThere()) return E.right(undefined)
      const load = { _tag: 'journal/load', key: 'journal/load', run } as const
      const loaded = await handlers['journal/load'](load, contextOf(run))()
      return E.isLeft(loaded) && loaded.left._tag === 'NotFound'
        ? E.right(undefined)
        : told(E.map(({ record }: { readonly record: RunRecord }) => record)(loaded))
    },
    params: async (run) => {
      const page = await read(run, { from: 0, limit: 1, payloads: 'inputs' })
      return told(E.chain(({ entries: [first] }: EntryPage) => paramsIn(run, first))(page))
    },
    entries: async (run, payloads) => {
      const all: Entry[] = []
      for (;;) {
        const page = await read(run, { from: all.length, limit: PAGE, payloads })
        if (E.isLeft(page)) return told(page)
        all.push(...page.right.entries)
        if (page.right.entries.length < PAGE) return E.right(all)
      }
    },
    runs: async (where, most = Infinity) => {
      const all: RunRecord[] = []
      for (let behind: { readonly after?: string } = {}; isThere();) {
        const limit = Math.min(RUNS, most - all.length)
        const effect = { _tag: 'journal/list', key: 'journal/list', where, limit, ...behind } as const
        const page: Either<EffectError, RunPage> = await handlers['journal/list'](effect, contextOf('runs'))()
        if (E.isLeft(page)) return told(page)
        all.push(...page.right.runs)
        const { after } = page.right
        if (after === null || all.length >= most) break
        behind = { after }
      }
      return E.right(all)
    },
  }
}

const paramsIn = (run: string, first: Entry | undefined): Either<EffectError, ValleyInput | undefined> => {
  const text = first?.payload ?? null
  if (text === null) return E.right(undefined)
  return E.tryCatch(
    // A cast at the seam: a run of the valley was started with a valley's input, and the machine checks it once more.
    () => JSON.parse(text) as ValleyInput,
    () =>
      damaged({
        doing: `read what run ${run} was started with`,
        because: 'its first entry is no JSON',
        next: `Check it: verify ${run}.`,
        ids: { run, sequence: '0' },
      }),
  )
}

const contextOf = (run: string): Context => ({ run, attempt: 1, signal: new AbortController().signal })
