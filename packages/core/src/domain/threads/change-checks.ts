import { finding, found, type ThreadFinding } from './fault.js'
import { accountText, balanceOf, big, totalOf, type Move } from './ledger.js'
import type { Entity, Message, Thread, WorkingSet } from './model.js'
import type { Account } from './operation.js'

/** Two states of the records that an operation touches, and the tokens it has moved. */
export interface Change {
  readonly old: WorkingSet
  readonly next: WorkingSet
  readonly moves: readonly Move[]
}

type Findings = readonly ThreadFinding[]

/** One record before and after; undefined where it is not there. */
export interface Pair<A extends Entity = Entity> {
  readonly path: string
  readonly old: A | undefined
  readonly next: A | undefined
}

const paired = <A extends Entity>(path: string, old: readonly A[], next: readonly A[]): readonly Pair<A>[] => {
  const before = new Map(old.map((record) => [record.id, record]))
  const after = new Set(next.map(({ id }) => id))
  return [
    ...next.map((record, i) => ({ path: `${path}[${i}]`, old: before.get(record.id), next: record })),
    ...old.flatMap((record, i) =>
      after.has(record.id) ? [] : [{ path: `${path}[${i}]`, old: record, next: undefined }],
    ),
  ]
}

/** Every record of a change. */
export const pairsOf = ({ old, next }: Pick<Change, 'old' | 'next'>): readonly Pair[] => [
  { path: 'thread', old: old.thread ?? undefined, next: next.thread ?? undefined },
  ...paired<Entity>('messages', old.messages, next.messages),
  ...paired<Entity>('users', old.users, next.users),
  { path: 'treasury', old: old.treasury ?? undefined, next: next.treasury ?? undefined },
]

const messagePairs = ({ old, next }: Change): readonly Pair<Message>[] =>
  paired('messages', old.messages, next.messages)

/** M1, M8: at most one co-author comes or goes, and one stays. Spec chorus 10.3. */
export const validateCoAuthorTransition = (old: Thread, next: Thread): Findings => {
  const came = next.coAuthors.filter((key) => !old.coAuthors.includes(key)).length
  const gone = old.coAuthors.filter((key) => !next.coAuthors.includes(key)).length
  return found(
    next.coAuthors.length === 0 && finding('thread.coAuthors', 'THREAD_LAST_CO_AUTHOR', 'one co-author must stay'),
    came + gone > 1 && finding('thread.coAuthors', 'STATE_INVARIANT', `${came} came and ${gone} went at once`),
  )
}

/** M8: the old list of messages is the beginning of the new one. Spec chorus 10.3. */
export const validateMessageTransition = (old: Thread, next: Thread): Findings =>
  found(
    old.messageIds.some((id, i) => next.messageIds[i] !== id) &&
      finding('thread.messageIds', 'STATE_INVARIANT', 'the list of messages was not only added to'),
  )

/** M10: every balance has changed by what was moved, and by nothing else. Spec chorus 10.3. */
export const validateTokenTransition = ({ old, next, moves }: Change): Findings => {
  const wanted = new Map<string, bigint>()
  for (const { from, to, amount } of moves) {
    wanted.set(accountText(from), (wanted.get(accountText(from)) ?? 0n) - big(amount))
    wanted.set(accountText(to), (wanted.get(accountText(to)) ?? 0n) + big(amount))
  }
  return accountsOf(next).flatMap((account) => {
    const delta = big(balanceOf(next, account) ?? 0) - big(balanceOf(old, account) ?? 0)
    const text = accountText(account)
    return found(
      delta !== (wanted.get(text) ?? 0n) &&
        finding('', 'STATE_INVARIANT', `${text}: the balance did not change by what was moved`),
    )
  })
}

const accountsOf = ({ messages, users }: WorkingSet): readonly Account[] => [
  { _tag: 'thread' },
  { _tag: 'treasury' },
  ...messages.map(({ id }): Account => ({ _tag: 'escrow', messageId: id })),
  ...users.map(({ publicKey }): Account => ({ _tag: 'user', key: publicKey })),
]

/** M1 over a change. */
export const keepsCoAuthors = ({ old, next }: Change): Findings =>
  old.thread === null || next.thread === null ? [] : validateCoAuthorTransition(old.thread, next.thread)

/** M5 over a change. */
export const votesWhilePending = (change: Change): Findings =>
  messagePairs(change).flatMap(({ path, old, next }) => {
    if (next === undefined) return []
    const before = old?.approvals ?? []
    const isSame = next.approvals === before || next.approvals.length === before.length
    return found(
      before.some((approval, i) => next.approvals[i] !== approval) &&
        finding(`${path}.approvals`, 'STATE_INVARIANT', 'a vote was changed or taken away'),
      !isSame &&
        old?.status !== 'pending' &&
        finding(`${path}.approvals`, 'MESSAGE_NOT_PENDING', 'only a pending message is voted on'),
    )
  })

/** M6 over a change. */
export const votesByCoAuthors = (change: Change): Findings =>
  messagePairs(change).flatMap(({ path, old, next }) =>
    (next?.approvals ?? [])
      .slice(old?.approvals.length ?? 0)
      .flatMap(({ coAuthor }) =>
        found(
          change.old.thread?.coAuthors.includes(coAuthor) !== true &&
            finding(`${path}.approvals`, 'NOT_AUTHORISED', 'only co-authors vote'),
        ),
      ),
  )

/** M7 over a change. */
export const countsVersions = (change: Change): Findings =>
  pairsOf(change).flatMap(({ path, old, next }) => {
    if (old === next) return []
    if (next === undefined) return [finding(path, 'STATE_INVARIANT', 'it was left out')]
    const version = (old?.version ?? 0) + 1
    return found(
      next.version !== version && finding(`${path}.version`, 'STATE_INVARIANT', `wanted ${version}`),
      old !== undefined &&
        (next.id !== old.id || next.createdAt !== old.createdAt) &&
        finding(path, 'STATE_INVARIANT', 'its id or createdAt has changed'),
      old !== undefined &&
        next.updatedAt < old.updatedAt &&
        finding(`${path}.updatedAt`, 'STATE_INVARIANT', 'it went back in time'),
    )
  })

/** M8 over a change. */
export const keepsMessages = ({ old, next }: Change): Findings =>
  old.thread === null || next.thread === null ? [] : validateMessageTransition(old.thread, next.thread)

/** M9 over a change. */
export const keepsDecisions = (change: Change): Findings =>
  messagePairs(change).flatMap(({ path, old, next }) => {
    if (old === undefined || next === undefined || old === next) return []
    const isTombstone = next.deleted && next.contentHash === old.contentHash
    return found(
      old.status === 'approved' &&
        next.content !== old.content &&
        !isTombstone &&
        finding(`${path}.content`, 'STATE_INVARIANT', 'the content of an approved message was changed'),
      old.deleted && !next.deleted && finding(`${path}.deleted`, 'STATE_INVARIANT', 'a tombstone came back'),
      old.status !== 'pending' &&
        next.status !== old.status &&
        finding(`${path}.status`, 'MESSAGE_NOT_PENDING', `it was ${old.status} already`),
    )
  })

/** M10 over a change. */
export const keepsTokens = (change: Change): Findings => [
  ...validateTokenTransition(change),
  ...found(
    totalOf(change.old) !== totalOf(change.next) &&
      finding('', 'STATE_INVARIANT', 'there are more or fewer tokens than before'),
  ),
]

/** M11 over a change. */
export const restsWhileClosed = (change: Change): Findings => {
  const { old, next } = change
  if (old.thread?.status !== 'closed' || old.thread === next.thread) return []
  const { coAuthors, messageIds, tokenBalance, escrow, name } = old.thread
  const isRest =
    next.thread?.status === 'active' &&
    next.thread.coAuthors === coAuthors &&
    next.thread.messageIds === messageIds &&
    next.thread.tokenBalance === tokenBalance &&
    next.thread.escrow === escrow &&
    next.thread.name === name &&
    messagePairs(change).every((pair) => pair.old === pair.next)
  return found(!isRest && finding('thread', 'THREAD_CLOSED', 'a closed thread takes nothing but being reopened'))
}

/** M12 over a change: what is staked in the thread has changed with the stakes of its messages. */
export const keepsEscrow = ({ old, next }: Change): Findings => {
  const stakes = (set: WorkingSet): bigint => set.messages.reduce((sum, { stake }) => sum + big(stake), 0n)
  const delta = big(next.thread?.escrow ?? 0) - big(old.thread?.escrow ?? 0)
  return found(
    delta !== stakes(next) - stakes(old) &&
      finding('thread.escrow', 'STATE_INVARIANT', 'it did not change with the stakes of its messages'),
  )
}
