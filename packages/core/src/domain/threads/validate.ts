import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import {
  validateCoAuthorTransition,
  validateMessageTransition,
  validateTokenTransition,
  type Change,
} from './change-checks.js'
import { finding, found, type ThreadFinding } from './fault.js'
import { formFindings } from './form.js'
import { invariants } from './invariants.js'
import { big } from './ledger.js'
import { defaultLimits, type ThreadLimits } from './limits.js'
import type { Entity, Message, Thread, Treasury, User, WorkingSet } from './model.js'

type Valid<A> = Either<readonly ThreadFinding[], A>

const valid = <A>(findings: readonly ThreadFinding[], value: A): Valid<A> =>
  findings.length > 0 ? E.left(findings) : E.right(value)

const recordFindings = (record: Entity, limits: ThreadLimits): readonly ThreadFinding[] => [
  ...invariants.flatMap(({ check }) => [
    ...(record._tag === 'Thread' ? (check.thread?.(record, limits) ?? []) : []),
    ...(record._tag === 'Message' ? (check.message?.(record, limits) ?? []) : []),
    ...(check.record?.(record) ?? []),
  ]),
  ...formFindings(record, limits),
]

/** The thread, or everything that is wrong with it. */
export const validateThread = (thread: Thread, limits: ThreadLimits = defaultLimits): Valid<Thread> =>
  valid(recordFindings(thread, limits), thread)

/** The message, or everything that is wrong with it. */
export const validateMessage = (message: Message, limits: ThreadLimits = defaultLimits): Valid<Message> =>
  valid(recordFindings(message, limits), message)

/** The user, or everything that is wrong with them. */
export const validateUser = (user: User): Valid<User> => valid(recordFindings(user, defaultLimits), user)

/** The records of a set, each for itself and with one another, or everything that is wrong. Records that are not in it are not missed. */
export const validateSet = (set: WorkingSet, limits: ThreadLimits = defaultLimits): Valid<WorkingSet> =>
  valid(
    [
      ...recordsOf(set).flatMap(([path, record]) =>
        recordFindings(record, limits).map((each) => ({ ...each, path: `${path}.${each.path}` })),
      ),
      ...invariants.flatMap(({ check }) => check.set?.(set) ?? []),
    ],
    set,
  )

/** As {@link validateSet}, for a set that has all messages of its thread. */
export const validateWhole = (set: WorkingSet, limits: ThreadLimits = defaultLimits): Valid<WorkingSet> => {
  const part = validateSet(set, limits)
  const there = new Set(set.messages.map(({ id }) => id))
  const staked = set.messages.reduce((sum, { stake }) => sum + big(stake), 0n)
  const missing = (set.thread?.messageIds ?? []).flatMap((id, i) =>
    found(!there.has(id) && finding(`thread.messageIds[${i}]`, 'NOT_FOUND', 'there is no such message')),
  )
  const escrow = found(
    big(set.thread?.escrow ?? 0) !== staked &&
      finding('thread.escrow', 'STATE_INVARIANT', 'it is not what its messages have staked'),
  )
  return valid([...(E.isLeft(part) ? part.left : []), ...missing, ...escrow], set)
}

/** Everything that is wrong with a change, its states apart. */
export const changeFindings = (change: Change): readonly ThreadFinding[] =>
  invariants.flatMap(({ check }) => check.change?.(change) ?? [])

const recordsOf = (
  set: WorkingSet,
): readonly (readonly [path: string, record: Thread | Message | User | Treasury])[] => [
  ...(set.thread === null ? [] : [['thread', set.thread] as const]),
  ...set.messages.map((message, i) => [`messages[${i}]`, message] as const),
  ...set.users.map((user, i) => [`users[${i}]`, user] as const),
  ...(set.treasury === null ? [] : [['treasury', set.treasury] as const]),
]

/** What must hold of records, of sets and of changes. The first five give the value back; the last three the findings. Spec chorus 10.2, 10.3. */
export const validate = {
  thread: validateThread,
  message: validateMessage,
  user: validateUser,
  set: validateSet,
  whole: validateWhole,
  coAuthorTransition: validateCoAuthorTransition,
  messageTransition: validateMessageTransition,
  tokenTransition: validateTokenTransition,
} as const
