import * as E from 'fp-ts/lib/Either.js'
import type { Store } from '@chorale/adapter-local'
import { canonical, sha256Hex, type Json } from '@chorale/core/base'
import type { Interpreter } from '@chorale/core/effect'
import { describe, orReject } from '@chorale/core/fault'
import type { Entry, JournalEffect, RunRecord } from '@chorale/core/ports/journal'
import { verify } from '@chorale/core/run'
import { contextOf } from '../asking.js'
import { loop, storeIn } from './setting.js'

/** What a store holds once a loop is over. */
export interface Kept {
  readonly status: RunRecord['status'] | 'missing'
  readonly entries: readonly Entry[]
  /** A hash for each node of the graph and each point of the messages, by its name. */
  readonly contents: ReadonlyMap<string, string>
  /** What a check of the journal against today's loop said; undefined where nothing is amiss. */
  readonly amiss: string | undefined
}

/** Reads a store while nobody works at it. */
export const keptIn = async (directory: string, run: string): Promise<Kept> => {
  const store = storeIn(directory)
  try {
    return {
      ...{ status: (await recordOf(store, run))?.status ?? 'missing', entries: await entriesOf(store, run) },
      ...{ contents: await contentsOf(store), amiss: await amissIn(store, run) },
    }
  } finally {
    await store.close()
  }
}

/** The entries of a run; none where it is not there. */
export const entriesOf = async (journal: Interpreter<JournalEffect>, run: string): Promise<readonly Entry[]> => {
  const record = await recordOf(journal, run)
  if (record === undefined || record.next === 0) return []
  const read = { _tag: 'journal/read', key: 'read', run, from: 0, limit: record.next, payloads: 'all' } as const
  return (await orReject(journal['journal/read'](read, contextOf(run))())).entries
}

const recordOf = async (journal: Interpreter<JournalEffect>, run: string): Promise<RunRecord | undefined> => {
  const loaded = await journal['journal/load']({ _tag: 'journal/load', key: 'load', run }, contextOf(run))()
  if (E.isRight(loaded)) return loaded.right.record
  if (loaded.left._tag === 'NotFound') return undefined
  throw new Error(describe(loaded.left))
}

const hashed = (value: unknown): string => sha256Hex(canonical(value as Json)) // reason: what a store gives back is plain data

/** Loops write no relationships: links are nodes. */
const contentsOf = async (store: Store): Promise<ReadonlyMap<string, string>> => {
  const context = contextOf('contents')
  const all = { _tag: 'graph/query', key: 'nodes', match: {} } as const
  const { nodes } = await orReject(store['graph/query'](all, context)())
  const scroll = { _tag: 'vector/scroll', key: 'points', collection: 'messages', limit: 1000, vectors: 'with' } as const
  const { points } = await orReject(store['vector/scroll'](scroll, context)())
  return new Map([
    ...nodes.map(({ label, id, properties }) => [`${label} ${id}`, hashed(properties)] as const),
    ...points.map(({ id, ...point }) => [`point ${id}`, hashed(point)] as const),
  ])
}

const amissIn = async (store: Store, run: string): Promise<string | undefined> => {
  const checked = await verify(loop, { journal: store, run })()
  if (E.isLeft(checked)) return describe(checked.left)
  const { difference, refused } = checked.right
  return difference === null && refused === null ? undefined : JSON.stringify({ difference, refused })
}
