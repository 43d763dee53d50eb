import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../kit/base/index.js'
import { finding, found, type ThreadFinding } from './fault.js'
import { keysOf } from './key-order.js'
import { post, type Move } from './ledger.js'
import type { ThreadLimits } from './limits.js'
import type { Message, PublicKey, Thread, WorkingSet } from './model.js'

/** What an operation makes of a set, before versions are counted and anything is checked. */
export interface Draft {
  readonly next: WorkingSet
  readonly moves: readonly Move[]
}

/** A draft, or why there can be none. */
export type Drafted = Either<readonly ThreadFinding[], Draft>

/** The set with the thread that an operation is about. */
export interface Place {
  readonly set: WorkingSet
  readonly thread: Thread
  readonly limits: ThreadLimits
}

/** The draft where nothing stands against it. */
export const unless = (against: readonly ThreadFinding[], draft: () => Drafted): Drafted =>
  against.length > 0 ? E.left(against) : draft()

/** The draft of a set from which tokens move. */
export const moving = (set: WorkingSet, moves: readonly Move[], at: Instant): Drafted =>
  E.map((next: WorkingSet): Draft => ({ next, moves }))(post(set, moves, at))

/** The draft of a set in which no tokens move. */
export const still = (next: WorkingSet): Drafted => E.right({ next, moves: [] })

/** What stands against somebody who must be a co-author. */
export const unlessCoAuthor = ({ coAuthors }: Thread, by: PublicKey): readonly ThreadFinding[] =>
  found(!coAuthors.includes(by) && finding('by', 'NOT_AUTHORISED', 'they are no co-author of this thread'))

/** What stands against a change of a closed thread. */
export const unlessOpen = ({ status }: Thread): readonly ThreadFinding[] =>
  found(status === 'closed' && finding('threadId', 'THREAD_CLOSED', 'the thread is closed'))

/** A message of the set. */
export const messageIn = ({ messages }: WorkingSet, messageId: string): Either<readonly ThreadFinding[], Message> => {
  const message = messages.find(({ id }) => id === messageId)
  return message === undefined
    ? E.left([finding('messageId', 'NOT_FOUND', 'the working set has no such message')])
    : E.right(message)
}

/** The set with one message replaced. */
export const withMessage = (set: WorkingSet, message: Message): WorkingSet => ({
  ...set,
  messages: set.messages.map((each) => (each.id === message.id ? message : each)),
})

/** What stands against a user that the set has not got. */
export const unlessKnown = ({ users }: WorkingSet, key: PublicKey, path: string): readonly ThreadFinding[] =>
  found(
    !users.some(({ publicKey }) => publicKey === key) &&
      finding(path, 'NOT_FOUND', 'the working set has no user with this key'),
  )

/** The set after somebody has joined its thread: thread and user both say so. */
export const joined = (set: WorkingSet, key: PublicKey): WorkingSet =>
  membered(set, key, (members, member) => keysOf([...members, member]))

/** The set after somebody has left its thread. */
export const left = (set: WorkingSet, key: PublicKey): WorkingSet =>
  membered(set, key, (members, member) => members.filter((each) => each !== member))

const membered = (
  { thread, ...set }: WorkingSet,
  key: PublicKey,
  change: (members: readonly string[], member: string) => readonly string[],
): WorkingSet => ({
  ...set,
  thread: thread && { ...thread, coAuthors: change(thread.coAuthors, key) },
  users: set.users.map((user) =>
    user.publicKey === key && thread !== null ? { ...user, threadIds: change(user.threadIds, thread.id) } : user,
  ),
})
