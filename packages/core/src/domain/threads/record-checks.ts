import { contentHash } from '../../kit/base/index.js'
import { isBlank, isBroken, lengthOf } from './content.js'
import { finding, found, type ThreadFinding } from './fault.js'
import { isInKeyOrder } from './key-order.js'
import { isInstant, isTokens, type ThreadLimits } from './limits.js'
import type { Entity, Message, Thread, WorkingSet } from './model.js'

type Findings = readonly ThreadFinding[]

/** M1 in one thread. */
export const hasCoAuthors = ({ coAuthors }: Thread, limits: ThreadLimits): Findings => {
  const most = `there are ${coAuthors.length}, wanted at most ${limits.coAuthors}`
  return found(
    coAuthors.length === 0 && finding('coAuthors', 'THREAD_LAST_CO_AUTHOR', 'a thread has at least one co-author'),
    coAuthors.length > limits.coAuthors && finding('coAuthors', 'STATE_INVARIANT', most),
    !isInKeyOrder(coAuthors) &&
      finding('coAuthors', 'STATE_INVARIANT', 'they are not in order, or one stands there twice'),
  )
}

/** M2 in one message. */
export const hasContent = ({ content, deleted }: Message, limits: ThreadLimits): Findings => {
  if (deleted) return found(content !== '' && finding('content', 'MESSAGE_INVALID', 'a tombstone has no content'))
  const length = lengthOf(content)
  const most = `it has ${length} code points, wanted at most ${limits.contentLength}`
  return found(
    isBlank(content) && finding('content', 'MESSAGE_INVALID', 'it is empty or white space only'),
    length > limits.contentLength && finding('content', 'MESSAGE_INVALID', most),
    isBroken(content) && finding('content', 'MESSAGE_INVALID', 'it holds half of a surrogate pair'),
  )
}

/** M3 in one message. */
export const hasItsHash = ({ content, contentHash: hash, deleted }: Message): Findings =>
  found(
    deleted
      ? !/^[0-9a-f]{64}$/u.test(hash) && finding('contentHash', 'HASH_MISMATCH', 'it is no SHA-256 in lower-case hex')
      : hash !== contentHash(content) && finding('contentHash', 'HASH_MISMATCH', 'it is not that of the content'),
  )

/** M4 in one message. */
export const hasOneVoteEach = ({ approvals }: Message): Findings =>
  approvals.flatMap(({ coAuthor }, i) =>
    found(
      approvals.findIndex((each) => each.coAuthor === coAuthor) !== i &&
        finding(`approvals[${i}]`, 'ALREADY_VOTED', 'this co-author has voted before'),
    ),
  )

/** M5 in one message. */
export const hasVotesOnIt = ({ approvals, contentHash: hash }: Message): Findings =>
  approvals.flatMap((approval, i) =>
    found(
      approval.contentHash !== hash &&
        finding(`approvals[${i}].contentHash`, 'HASH_MISMATCH', 'the vote is on another content'),
    ),
  )

/** M6 in one message. */
export const hasNoOwnVote = ({ approvals, author }: Message): Findings =>
  approvals.flatMap(({ coAuthor }, i) =>
    found(coAuthor === author && finding(`approvals[${i}]`, 'NOT_AUTHORISED', 'an author does not vote on their own')),
  )

/** M7 in one record. */
export const hasItsTimes = (record: Entity): Findings => {
  const { createdAt, updatedAt, version } = record
  const expiresAt = record._tag === 'Message' ? record.expiresAt : null
  const isInTime = [createdAt, updatedAt, expiresAt ?? 0].every(isInstant)
  return found(
    !(Number.isSafeInteger(version) && version >= 1) &&
      finding('version', 'STATE_INVARIANT', 'wanted a whole number from 1'),
    !isInTime && finding('updatedAt', 'STATE_INVARIANT', 'wanted whole milliseconds in the years 1970 to 9999'),
    updatedAt < createdAt && finding('updatedAt', 'STATE_INVARIANT', 'it is before createdAt'),
  )
}

/** M8 in one thread. */
export const hasEachMessageOnce = ({ messageIds }: Thread, limits: ThreadLimits): Findings => {
  const most = `there are ${messageIds.length}, wanted at most ${limits.messages}`
  return found(
    new Set(messageIds).size !== messageIds.length &&
      finding('messageIds', 'MESSAGE_INVALID', 'one stands there twice'),
    messageIds.length > limits.messages && finding('messageIds', 'STATE_INVARIANT', most),
  )
}

/** M8 between a thread and those of its messages that are in the set. */
export const hasItsMessages = ({ thread, messages }: WorkingSet): Findings => {
  const listed = new Set(thread?.messageIds)
  const seen = new Set<string>()
  return messages.flatMap(({ id, threadId }, i) => {
    const isSecond = seen.has(id)
    seen.add(id)
    const path = `messages[${i}]`
    return found(
      isSecond && finding(path, 'STATE_INVARIANT', 'it stands in the set twice'),
      (threadId !== thread?.id || !listed.has(id)) && finding(path, 'STATE_INVARIANT', 'its thread does not list it'),
    )
  })
}

/** M10 in one record. */
export const hasAmounts = (record: Entity): Findings => {
  const amounts =
    record._tag === 'Message'
      ? { stake: record.stake, tokenValue: record.tokenValue }
      : record._tag === 'Thread'
        ? { tokenBalance: record.tokenBalance, escrow: record.escrow }
        : { tokenBalance: record.tokenBalance }
  return Object.entries(amounts).flatMap(([path, amount]) =>
    isTokens(amount)
      ? []
      : amount < 0
        ? [finding(path, 'INSUFFICIENT_TOKENS', 'there are not enough tokens')]
        : [finding(path, 'STATE_INVARIANT', 'wanted a whole number from 0 to 2^53-1')],
  )
}

/** M12 in one message. */
export const hasStakeWhilePending = ({ stake, status }: Message): Findings =>
  found(stake > 0 && status !== 'pending' && finding('stake', 'STATE_INVARIANT', 'only a pending message has a stake'))

/** M12 between a thread and those of its messages that are in the set. */
export const hasItsEscrow = ({ thread, messages }: WorkingSet): Findings => {
  const known = messages.reduce((sum, { stake }) => sum + stake, 0)
  return found(
    thread !== null &&
      thread.escrow < known &&
      finding('thread.escrow', 'STATE_INVARIANT', 'it is less than what its messages have staked'),
  )
}
