import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Instant } from '../../kit/base/index.js'
import { canApprove, isVoteComplete, outcomeOf, payoutOf } from './approval.js'
import {
  joined,
  messageIn,
  moving,
  still,
  unless,
  unlessCoAuthor,
  unlessKnown,
  unlessOpen,
  withMessage,
  type Drafted,
  type Place,
} from './draft.js'
import { finding, found, type ThreadFinding } from './fault.js'
import type { Approval, Message } from './model.js'
import type { Expire, Vote } from './operation.js'

/** One more vote; the last one decides. */
export const vote = (place: Place, operation: Vote): Drafted => {
  const { set, thread } = place
  const { by, messageId, decision, contentHash, at } = operation
  return pipe(
    messageIn(set, messageId),
    E.chain((message) =>
      unless(againstVote(place, operation, message), () => {
        const approvals: readonly Approval[] = [...message.approvals, { coAuthor: by, decision, at, contentHash }]
        const voted = { ...message, approvals }
        const next = withMessage(set, voted)
        if (!isVoteComplete(approvals, thread.coAuthors, message.author)) return still(next)
        return decided({ ...place, set: next }, voted, at)
      }),
    ),
  )
}

const againstVote = ({ thread }: Place, { by, contentHash, at }: Vote, message: Message): readonly ThreadFinding[] => {
  const isOver = message.expiresAt !== null && at >= message.expiresAt
  const isPending = message.status === 'pending' && !isOver
  return [
    ...unlessCoAuthor(thread, by),
    ...found(by === message.author && finding('by', 'NOT_AUTHORISED', 'an author does not vote on their own')),
    ...unlessOpen(thread),
    ...found(
      message.status !== 'pending' && finding('messageId', 'MESSAGE_NOT_PENDING', `it is ${message.status} already`),
      message.status === 'pending' && isOver && finding('at', 'MESSAGE_NOT_PENDING', 'its time is up: let it expire'),
      isPending && !canApprove(message, by) && finding('by', 'ALREADY_VOTED', 'they have voted on it before'),
      contentHash !== message.contentHash &&
        finding('contentHash', 'HASH_MISMATCH', 'the vote is on another content than the message has'),
    ),
  ]
}

/** A pending message whose time is up, decided. */
export const expire = (place: Place, { messageId, at }: Expire): Drafted =>
  pipe(
    messageIn(place.set, messageId),
    E.chain((message) => {
      const isPending = message.status === 'pending'
      return unless(
        [
          ...unlessOpen(place.thread),
          ...found(
            !isPending && finding('messageId', 'MESSAGE_NOT_PENDING', `it is ${message.status} already`),
            isPending &&
              at < (message.expiresAt ?? Infinity) &&
              finding('at', 'STATE_INVALID_INPUT', 'its time is not up yet'),
          ),
        ],
        () => decided(place, message, at),
      )
    }),
  )

/** A full thread takes nobody in: the message is approved all the same. */
const decided = ({ set, thread, limits }: Place, message: Message, at: Instant): Drafted => {
  const { id, author, approvals, stake } = message
  const outcome = outcomeOf(approvals, thread.coAuthors, author)
  const next = withMessage(set, {
    ...message,
    status: outcome === 'approve' ? 'approved' : 'rejected',
  })
  const moves = payoutOf(id, stake, { outcome, approvals })
  const isJoining =
    outcome === 'approve' && !thread.coAuthors.includes(author) && thread.coAuthors.length < limits.coAuthors
  if (!isJoining) return moving(next, moves, at)
  return unless(unlessKnown(set, author, 'author'), () => moving(joined(next, author), moves, at))
}
