import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../kit/base/index.js'
import { apply } from './apply.js'
import { pairsOf } from './change-checks.js'
import {
  invalidTransition,
  notAuthorised,
  validationFailed,
  versionConflict,
  type ThreadFault,
  type ThreadFinding,
} from './fault.js'
import { defaultLimits, type ThreadLimits } from './limits.js'
import type { Entity, WorkingSet } from './model.js'
import type { ThreadOperation } from './operation.js'
import { changeFindings, validateSet } from './validate.js'

/** What has become of one record. A deleted message has a new state too: its tombstone. Spec chorus 10.1. */
export type StateTransition =
  | { readonly _tag: 'Created'; readonly entity: Entity }
  | { readonly _tag: 'Updated'; readonly old: Entity; readonly new: Entity }
  | { readonly _tag: 'Deleted'; readonly old: Entity; readonly new: Entity }

/** An accepted operation: the records as they are now, and what has become of each that it touched. */
export interface Transitioned {
  readonly state: WorkingSet
  readonly transitions: readonly StateTransition[]
}

/** Carries operations out. */
export interface StateManager {
  readonly transition: (current: WorkingSet, operation: ThreadOperation) => Either<ThreadFault, Transitioned>
}

/** {@link StateManager} with limits of the host's. */
export const stateManagerWith = (limits: ThreadLimits): StateManager => ({
  transition: (current, asked) => {
    const operation = { ...asked, at: momentOf(current, asked) }
    const drafted = apply(current, operation, limits)
    if (E.isLeft(drafted)) return E.left(refusal(current, operation, drafted.left))
    const { moves } = drafted.right
    const next = stamped(current, drafted.right.next, operation.at)
    const state = validateSet(next, limits)
    if (E.isLeft(state))
      return E.left(validationFailed({ operation: operation._tag, threadId: operation.threadId, findings: state.left }))
    const change = { old: current, next, moves }
    const findings = changeFindings(change)
    if (findings.length > 0) return E.left(refusal(current, operation, findings))
    return E.right({ state: next, transitions: recorded(current, next) })
  },
})

/**
 * The time of an operation, as the thread sees it: it never goes back, and between two messages it goes on by a millisecond at least, so that
 * their times are their order. Clocks of two workers may differ.
 */
const momentOf = ({ thread }: WorkingSet, { _tag, at }: ThreadOperation): Instant => {
  if (thread === null) return at
  const isNext = _tag === 'AddMessage' && thread.messageIds.length > 0
  return Math.max(at, thread.updatedAt + (isNext ? 1 : 0))
}

/** Every record that was touched, at its next version. */
const stamped = (old: WorkingSet, next: WorkingSet, at: Instant): WorkingSet => {
  const before = new Map(recordsOf(old).map((record) => [keyOf(record), record]))
  const stamp = <A extends Entity>(record: A): A => {
    const known = before.get(keyOf(record))
    if (known === undefined || known === record) return record
    return { ...record, version: known.version + 1, updatedAt: Math.max(at, known.updatedAt) }
  }
  return {
    thread: next.thread && stamp(next.thread),
    messages: next.messages.map(stamp),
    users: next.users.map(stamp),
    treasury: next.treasury && stamp(next.treasury),
  }
}

const recordsOf = ({ thread, messages, users, treasury }: WorkingSet): readonly Entity[] => [
  ...(thread === null ? [] : [thread]),
  ...messages,
  ...users,
  ...(treasury === null ? [] : [treasury]),
]

const keyOf = ({ _tag, id }: Entity): string => `${_tag} ${id}`

const recorded = (old: WorkingSet, next: WorkingSet): readonly StateTransition[] =>
  pairsOf({ old, next }).flatMap((pair): readonly StateTransition[] => {
    if (pair.next === undefined || pair.next === pair.old) return []
    if (pair.old === undefined) return [{ _tag: 'Created', entity: pair.next }]
    const isGone = pair.next._tag === 'Message' && pair.next.deleted
    return [{ _tag: isGone ? 'Deleted' : 'Updated', old: pair.old, new: pair.next }]
  })

const refusal = (
  { thread }: WorkingSet,
  { _tag: operation, threadId, expectedVersion = 0 }: ThreadOperation,
  findings: readonly ThreadFinding[],
): ThreadFault => {
  const refused = { operation, threadId, findings }
  const code = findings[0]?.code
  if (code === 'NOT_AUTHORISED') return notAuthorised(refused)
  if (code === 'VERSION_CONFLICT')
    return versionConflict(refused, { expected: expectedVersion, found: thread?.version ?? 0 })
  return invalidTransition(refused, thread === null ? 'absent' : thread.status)
}

/** Carries operations out within the usual limits. Spec chorus 10.3. */
export const StateManager: StateManager = stateManagerWith(defaultLimits)

/**
 * Carries one operation out: it is applied, what comes of it is validated, the change from what was there is validated, and what has become of each
 * record is told. A fault names all that was found, and nothing has changed then. Spec chorus 10.3.
 */
export const transition: StateManager['transition'] = StateManager.transition
