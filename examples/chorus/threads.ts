import * as E from 'fp-ts/lib/Either.js'
import { toIso, type Json } from '@chorale/core/base'
import { orReject } from '@chorale/core/fault'
import { queries, type Message, type Thread, type ThreadOperation, type User } from '@chorale/core/threads'
import type { Refused, ThreadsPort } from '@chorale/server-ws'
import type { ThreadStore } from './thread-store.js'

/** Threads of a graph, for the server and for the loops. */
export interface Threads extends ThreadsPort {
  /** The user of a key, made where there is none yet. */
  readonly meet: (publicKey: string) => Promise<User>
  /** A thread that this user has a part in. */
  readonly open: (userId: string, thread: string) => Promise<Thread | Refused>
  /** The newest messages, the oldest of them first; without those that are deleted or not approved. */
  readonly newest: (thread: string, limit: number) => Promise<readonly Message[]>
  /** Adds a message; one that the thread lists already changes nothing. */
  readonly add: (message: NewMessage) => Promise<Refused | undefined>
  /** Lists the messages that loops have written into a thread and that it does not list yet. */
  readonly list: (thread: string) => Promise<Refused | undefined>
}

/** A message that is approved at once. */
type NewMessage = Omit<Extract<ThreadOperation, { readonly _tag: 'AddMessage' }>, '_tag' | 'at' | 'stake'>

/** Threads over the graph store. */
export const threadsOver = (store: ThreadStore, now: () => number): Threads => {
  const { have, carryOut } = store
  const open = (userId: string, thread: string) => opened(store, userId, thread)
  const add = async (message: NewMessage): Promise<Refused | undefined> => {
    const { messageIds } = await have(queries.thread(message.threadId))
    if (messageIds.includes(message.id)) return undefined
    return carryOut({ _tag: 'AddMessage', stake: 0, at: now(), ...message })
  }
  const list = async (threadId: string): Promise<Refused | undefined> => {
    const { messageIds } = await have(queries.thread(threadId))
    const { messages } = await have(queries.messages({ threadId }))
    for (const message of messages.filter(({ id }) => !messageIds.includes(id))) {
      const refused = await add(asAdded(message))
      if (refused !== undefined) return refused
    }
    return undefined
  }
  const load: ThreadsPort['loadMessages'] = async ({ userId, thread, limit, before }) => {
    const found = await open(userId, thread)
    if (isRefused(found)) return found
    const at = before === undefined ? NaN : Date.parse(before)
    const page = await have(queries.messages({ threadId: thread, limit, ...(Number.isNaN(at) ? {} : { before: at }) }))
    // What a crash kept from being listed is listed by whoever looks next.
    if (page.messages.some(({ id }) => !found.messageIds.includes(id))) await list(thread)
    return { messages: page.messages.filter(isShown).map(messageJson), hasMore: page.hasMore }
  }
  const create: ThreadsPort['createThread'] = async ({ userId: by, name, initialMessage: content }) => {
    const threadId = globalThis.crypto.randomUUID()
    const refused = await carryOut({ _tag: 'CreateThread', threadId, by, name, at: now() })
    if (refused !== undefined) return refused
    const first = { threadId, by, id: globalThis.crypto.randomUUID(), speaker: 'person', audience: 'thread' } as const
    const unsaid = content === undefined ? undefined : await add({ ...first, content })
    return unsaid ?? threadJson(await have(queries.thread(threadId)))
  }
  return {
    ...{ open, add, list },
    meet: (publicKey) => store.meet(publicKey, now()),
    newest: async (threadId, limit) => (await have(queries.messages({ threadId, limit }))).messages.filter(isShown),
    getThreads: async (userId) => (await have(queries.threads(await have(queries.user(userId))))).map(threadJson),
    ...{ loadMessages: load, createThread: create },
  }
}

const opened = async ({ ask }: ThreadStore, userId: string, id: string): Promise<Thread | Refused> => {
  const found = await ask(queries.thread(id))
  // Who has no part in a thread is not told that there is one.
  if (E.isLeft(found)) return found.left._tag === 'NotFound' ? noThread : orReject(Promise.resolve(found))
  return found.right.coAuthors.includes(userId) ? found.right : noThread
}

/** Told apart from a thread by its tag. */
export const isRefused = (value: Thread | Refused): value is Refused => value._tag === 'refused'

const noThread: Refused = { _tag: 'refused', code: 'THREAD_NOT_FOUND', message: 'There is no such thread.' }

const isShown = ({ deleted, status }: Message): boolean => !deleted && status === 'approved'

/** A message that stands in the store as one to be added under its own id. */
const asAdded = ({ id, threadId, content, author, role, audience }: Message): NewMessage => ({
  ...{ id, threadId, content, by: author, speaker: role === 'assistant' ? 'loop' : 'person' },
  audience: audience === 'public' ? 'public' : 'thread',
})

const threadJson = ({
  id,
  name,
  status,
  version,
  createdAt,
  updatedAt,
}: Thread): { readonly [name: string]: Json } => ({
  ...{ id, name, status, version, created_at: toIso(createdAt), updated_at: toIso(updatedAt) },
})

const messageJson = ({ id, content, role, step, author, threadId, createdAt }: Message): Json => ({
  ...{ id, content, role, step, author, thread_id: threadId, created_at: toIso(createdAt) },
})
