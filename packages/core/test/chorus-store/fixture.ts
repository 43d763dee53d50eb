import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { memory } from '@chorale/adapter-memory'
import type { Context } from '@chorale/core/effect'
import {
  collectionEffect,
  emptyStorage,
  executeOperation,
  messagesView,
  type Operation,
  type StorageResult,
  type StorageState,
  type StoredMessage,
} from '@chorale/core/chorus/store'

export const at = Date.parse('2026-01-01T00:00:00.000Z')
export const view = messagesView({ dimension: 2 })
export const context: Context = { run: 'r', attempt: 1, signal: new AbortController().signal }

export const message = (id: string, more: Partial<StoredMessage> = {}): StoredMessage => ({
  ...{ id, content: `Content of ${id}.`, threadId: 't', author: 'key', role: 'user', audience: 'public' },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', ...more },
})

export const put = (id: string, vector: readonly number[], more: Partial<StoredMessage> = {}): Operation => ({
  ...{ _tag: 'store', key: `put/${id}`, at, collection: 'messages', vector, duplicates: 'store' },
  message: message(id, more),
})

/** The same, unless it is there already under another id. */
export const putNew = (...[id, vector, more]: Parameters<typeof put>): Operation => ({
  ...put(id, vector, more),
  ...{ duplicates: 'skip' },
})

export const find = (
  vector: readonly number[],
  more: Partial<Extract<Operation, { readonly _tag: 'search' }>> = {},
): Operation => ({ _tag: 'search', key: 'find', at, collection: 'messages', vector, ...more })

export const drop = (id: string, key = `drop/${id}`): Operation => ({
  ...{ _tag: 'delete', key, at, collection: 'messages', id },
})

export const change = (
  id: string,
  expectedVersion: number,
  more: Partial<Extract<Operation, { readonly _tag: 'update' }>> = {},
): Operation => ({
  ...{
    _tag: 'update',
    key: `change/${id}/${expectedVersion}`,
    at: at + 1,
    collection: 'messages',
    id,
    expectedVersion,
  },
  ...{ patch: {}, ...more },
})

export const empty = (dimension = 2, metric: 'cosine' | 'dot' | 'euclid' = 'cosine'): StorageState =>
  emptyStorage({ messages: { dimension, metric } })

/** The state after some operations, and the last result. */
export const after = (
  state: StorageState,
  ...operations: readonly Operation[]
): readonly [StorageState, StorageResult] =>
  operations.reduce<readonly [StorageState, StorageResult]>(
    ([so], operation) => executeOperation(so, operation),
    [state, executeOperation(state, find([1, 0]))[1]],
  )

/** Ids that a search found, in their order. */
export const idsOf = (result: StorageResult | null): readonly string[] =>
  result?._tag === 'Success' && result.of === 'search' ? result.data.map(({ id }) => id) : [`${result?._tag}`]

/** The error's code, or what a success says. */
export const told = (result: StorageResult | null): unknown =>
  result === null ? null : result._tag === 'Failure' ? result.error.code : result.metadata

/** What an effect was answered. */
export const got = async <A>(task: TaskEither<unknown, A>): Promise<A> => {
  const answer = await task()
  if (E.isLeft(answer)) throw new Error(`refused: ${JSON.stringify(answer.left)}`)
  return answer.right
}

/** Stores with the collection of a view. */
export const opened = async (of = view) => {
  const stores = memory()
  await got(stores['vector/collection'](collectionEffect('c', of), context))
  return stores
}
