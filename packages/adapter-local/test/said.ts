import { createHash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Hash } from '@chorale/core/base'
import type { Interpreter, ResultOf } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import type {
  GraphDelete,
  GraphEffect,
  GraphMigrate,
  GraphQuery,
  GraphRelationships,
  GraphUpsert,
  NodeRef,
  NodeWrite,
  Relationship,
  RelationshipRef,
  SchemaStep,
} from '@chorale/core/ports/graph'
import {
  chainHash,
  firstBreak,
  genesis,
  type Entry,
  type JournalAppend,
  type JournalCreate,
  type JournalDelete,
  type JournalEffect,
  type JournalList,
  type JournalLoad,
  type JournalRead,
  type JournalSnapshot,
  type RunStatus,
  type Snapshot,
} from '@chorale/core/ports/journal'
import type {
  Payload,
  Point,
  VectorCollection,
  VectorCount,
  VectorDelete,
  VectorDrop,
  VectorEffect,
  VectorGet,
  VectorPayload,
  VectorScroll,
  VectorSearch,
  VectorUpsert,
} from '@chorale/core/ports/vector'

type Given<F> = Partial<Omit<F, '_tag' | 'key'>>

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }
const key = 'k'
const program = { name: 'p', version: 1 }

/** What an append says beside its place and its entries. */
export interface Appending {
  readonly run?: string
  readonly status?: RunStatus
  readonly at?: number
}

type Answer<F> = Promise<Either<EffectError, ResultOf<F>>>

/** A store spoken to in short. */
export interface Said {
  readonly create: (given?: Given<JournalCreate>) => Answer<JournalCreate>
  readonly append: (expected: number, entries: readonly Entry[], more?: Appending) => Answer<JournalAppend>
  readonly read: (given?: Given<JournalRead>) => Answer<JournalRead>
  readonly load: (run?: string) => Answer<JournalLoad>
  readonly list: (given?: Given<JournalList>) => Answer<JournalList>
  readonly snapshot: (snapshot: Snapshot, run?: string) => Answer<JournalSnapshot>
  readonly drop: (run?: string) => Answer<JournalDelete>
  readonly upsert: (nodes: readonly NodeWrite[], relationships?: readonly Relationship[]) => Answer<GraphUpsert>
  readonly remove: (nodes: readonly NodeRef[], relationships?: readonly RelationshipRef[]) => Answer<GraphDelete>
  readonly query: (given?: Given<GraphQuery>) => Answer<GraphQuery>
  readonly links: (given?: Given<GraphRelationships>) => Answer<GraphRelationships>
  readonly migrate: (steps: readonly SchemaStep[], schema?: string) => Answer<GraphMigrate>
  readonly gather: (given?: Given<VectorCollection>) => Answer<VectorCollection>
  readonly scrap: (collection?: string) => Answer<VectorDrop>
  readonly put: (points: readonly Point[], collection?: string) => Answer<VectorUpsert>
  readonly get: (ids: readonly string[], given?: Given<VectorGet>) => Answer<VectorGet>
  readonly lay: (ids: readonly string[], set: Payload, collection?: string) => Answer<VectorPayload>
  readonly take: (ids: readonly string[], collection?: string) => Answer<VectorDelete>
  readonly search: (vector: readonly number[], given?: Given<VectorSearch>) => Answer<VectorSearch>
  readonly scroll: (given?: Given<VectorScroll>) => Answer<VectorScroll>
  readonly count: (given?: Given<VectorCount>) => Answer<VectorCount>
}

type Handlers = Interpreter<JournalEffect> & Interpreter<GraphEffect> & Interpreter<VectorEffect>

/** Each verb makes its effect and carries it out; what is left out has a plain value. */
export const said = (store: Handlers): Said => ({ ...journalSaid(store), ...graphSaid(store), ...vectorSaid(store) })

const journalSaid = (store: Interpreter<JournalEffect>) => ({
  create: (given: Given<JournalCreate> = {}) =>
    store['journal/create'](
      {
        ...{ _tag: 'journal/create', key, run: 'r', program, labels: {}, parent: null },
        ...{ hash: genesis(given.run ?? 'r', program), at: 5, ...given },
      },
      context,
    )(),
  append: (expected: number, entries: readonly Entry[], { run = 'r', status = 'running', at = 10 }: Appending = {}) =>
    store['journal/append']({ _tag: 'journal/append', key, run, expected, entries, status, at }, context)(),
  read: (given: Given<JournalRead> = {}) =>
    store['journal/read'](
      { _tag: 'journal/read', key, run: 'r', from: 0, limit: 1e6, payloads: 'all', ...given },
      context,
    )(),
  load: (run = 'r') => store['journal/load']({ _tag: 'journal/load', key, run }, context)(),
  list: (given: Given<JournalList> = {}) =>
    store['journal/list']({ _tag: 'journal/list', key, where: {}, limit: 100, ...given }, context)(),
  snapshot: (snapshot: Snapshot, run = 'r') =>
    store['journal/snapshot']({ _tag: 'journal/snapshot', key, run, snapshot }, context)(),
  drop: (run = 'r') => store['journal/delete']({ _tag: 'journal/delete', key, run }, context)(),
})

const graphSaid = (store: Interpreter<GraphEffect>) => ({
  upsert: (nodes: readonly NodeWrite[], relationships: readonly Relationship[] = []) =>
    store['graph/upsert']({ _tag: 'graph/upsert', key, nodes, relationships }, context)(),
  remove: (nodes: readonly NodeRef[], relationships: readonly RelationshipRef[] = []) =>
    store['graph/delete']({ _tag: 'graph/delete', key, nodes, relationships }, context)(),
  query: (given: Given<GraphQuery> = {}) =>
    store['graph/query']({ _tag: 'graph/query', key, match: { label: 'Cell' }, ...given }, context)(),
  links: (given: Given<GraphRelationships> = {}) =>
    store['graph/relationships']({ _tag: 'graph/relationships', key, type: 'LEADS_TO', ...given }, context)(),
  migrate: (steps: readonly SchemaStep[], schema = 's') =>
    store['graph/migrate']({ _tag: 'graph/migrate', key, schema, steps }, context)(),
})

const vectorSaid = (store: Interpreter<VectorEffect>) => ({
  gather: (given: Given<VectorCollection> = {}) =>
    store['vector/collection'](
      { _tag: 'vector/collection', key, collection: 'v', dimension: 3, metric: 'cosine', ...given },
      context,
    )(),
  scrap: (collection = 'v') => store['vector/drop']({ _tag: 'vector/drop', key, collection }, context)(),
  put: (points: readonly Point[], collection = 'v') =>
    store['vector/upsert']({ _tag: 'vector/upsert', key, collection, points }, context)(),
  get: (ids: readonly string[], given: Given<VectorGet> = {}) =>
    store['vector/get']({ _tag: 'vector/get', key, collection: 'v', ids, vectors: 'with', ...given }, context)(),
  lay: (ids: readonly string[], set: Payload, collection = 'v') =>
    store['vector/payload']({ _tag: 'vector/payload', key, collection, ids, set }, context)(),
  take: (ids: readonly string[], collection = 'v') =>
    store['vector/delete']({ _tag: 'vector/delete', key, collection, ids }, context)(),
  search: (vector: readonly number[], given: Given<VectorSearch> = {}) =>
    store['vector/search']({ _tag: 'vector/search', key, collection: 'v', vector, limit: 10, ...given }, context)(),
  scroll: (given: Given<VectorScroll> = {}) =>
    store['vector/scroll'](
      { _tag: 'vector/scroll', key, collection: 'v', limit: 100, vectors: 'with', ...given },
      context,
    )(),
  count: (given: Given<VectorCount> = {}) =>
    store['vector/count']({ _tag: 'vector/count', key, collection: 'v', ...given }, context)(),
})

/** SHA-256, faster than the one in core. */
export const hash: Hash = (text) => createHash('sha256').update(text).digest('hex')

/** The right side; a left one fails the test with its words. */
export const right = <A>(outcome: Either<EffectError, A>): A => {
  if (E.isLeft(outcome)) throw new Error(`${outcome.left._tag}: ${outcome.left.doing}: ${outcome.left.because}`)
  return outcome.right
}

const paid = { usage: { input: 1, cached: 2, output: 3, reasoning: 4 }, costMicroUsd: 5, attempts: 1 }

/** So many entries of a run, chained from its beginning: effects that are sent and settled one after the other, behind one input. */
export const chained = (length: number, run = 'r', word = 'x'): readonly Entry[] => {
  const list: Entry[] = []
  for (let sequence = 0; sequence < length; sequence += 1) {
    const sent = JSON.stringify({ _tag: 'test/ask', about: `${word} ${(sequence - 1) >> 1}` })
    const isSent = sequence % 2 === 1
    const payload = isSent ? sent : JSON.stringify({ answer: `${word} ${sequence}` })
    const about = { key: `k/${(sequence - 1) >> 1}`, tag: 'test/ask', digest: hash(sent), labels: { cell: word } }
    const entry = {
      ...{ sequence, at: 1000 + sequence, payload, payloadHash: hash(payload), source: null },
      ...(sequence === 0
        ? { kind: 'started' as const, about: null, amount: null }
        : { kind: isSent ? ('sent' as const) : ('settled' as const), about, amount: paid }),
    }
    list.push({ ...entry, hash: chainHash(list.at(-1)?.hash ?? genesis(run, program), entry, hash) })
  }
  return list
}

/** Where the chain of a run begins. */
const beginning = (run: string) => ({ next: 0, hash: genesis(run, program) })

/** Where the chain of a run that was read from its beginning breaks. */
export const breakIn = (entries: readonly Entry[], run = 'r'): ReturnType<typeof firstBreak> =>
  firstBreak(entries, beginning(run), hash)
