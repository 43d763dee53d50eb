import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { toIso, type Instant } from '../../kit/base/index.js'
import type { Condition } from '../../ports/index.js'
import { readMessage, readThread, readUser } from './codec.js'
import { load } from './load.js'
import type { Message, PublicKey, Thread, User } from './model.js'
import { asking, readAll, readOne, type ThreadQuery } from './query.js'

/** A page of a thread, in its order. */
export interface MessagePage {
  readonly messages: readonly Message[]
  /** There are older ones. */
  readonly hasMore: boolean
}

/** A thread by its id; `NotFound` where there is none. */
const thread = (id: string, key = 'thread'): ThreadQuery<Thread> => ({
  effects: [asking(key, 'Thread', { where: [{ _tag: 'eq', name: 'id', value: id }] })],
  read: ([answer]) => readOne(answer, readThread, `Thread ${id}`),
})

/** Which messages of a thread. */
export interface PageOf {
  readonly threadId: string
  /** 50 unless given. */
  readonly limit?: number
  /** Only older ones: the `createdAt` of the oldest that is known. */
  readonly before?: Instant
}

/** The newest messages of a thread before an instant, the oldest of them first; tombstones and undecided ones among them. */
const messages = ({ threadId, limit = 50, before }: PageOf, key = 'messages'): ThreadQuery<MessagePage> => {
  const own: Condition = { _tag: 'eq', name: 'thread_id', value: threadId }
  const older: readonly Condition[] =
    before === undefined ? [] : [{ _tag: 'lt', name: 'created_at', value: toIso(before) }]
  const orderBy = [{ by: 'created_at', descending: true }, { by: 'id' }] as const
  return {
    effects: [asking(key, 'Message', { where: [own, ...older], orderBy, limit })],
    read: ([answer]) =>
      pipe(
        readAll(answer, readMessage),
        E.map((newest) => ({ messages: newest.toReversed(), hasMore: (answer?.count ?? 0) > newest.length })),
      ),
  }
}

/** A user by their public key; `NotFound` where there is none. */
const user = (publicKey: PublicKey, key = 'user'): ThreadQuery<User> => ({
  effects: [asking(key, 'User', { where: [{ _tag: 'eq', name: 'public_key', value: publicKey }] })],
  read: ([answer]) => readOne(answer, readUser, 'a User by public key'),
})

/** The threads that a user is co-author of, the one that changed last first. */
const threads = ({ threadIds }: User, key = 'threads'): ThreadQuery<readonly Thread[]> => ({
  effects: [
    asking(key, 'Thread', {
      where: [{ _tag: 'in', name: 'id', values: threadIds }],
      orderBy: [{ by: 'updated_at', descending: true }, { by: 'id' }],
    }),
  ],
  read: ([answer]) => readAll(answer, readThread),
})

/** Pending messages whose time is up at an instant, of all threads, the longest overdue first: each wants an `Expire`. */
const overdue = (at: Instant, limit = 100, key = 'overdue'): ThreadQuery<readonly Message[]> => ({
  effects: [
    asking(key, 'Message', {
      where: [
        { _tag: 'eq', name: 'status', value: 'pending' },
        { _tag: 'lte', name: 'expires_at', value: toIso(at) },
      ],
      orderBy: [{ by: 'expires_at' }, { by: 'id' }],
      limit,
    }),
  ],
  read: ([answer]) => readAll(answer, readMessage),
})

/** What threads are read by. Each is data: its effects are for whoever has a graph, and `read` says what the answers mean. */
export const queries = { thread, messages, user, threads, overdue, load } as const
