import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { contentHash } from '../../kit/base/index.js'
import {
  messageIn,
  moving,
  still,
  unless,
  unlessKnown,
  unlessOpen,
  withMessage,
  type Drafted,
  type Place,
} from './draft.js'
import { finding, found, type ThreadFinding } from './fault.js'
import { isTokens } from './limits.js'
import type { Message } from './model.js'
import type { AddMessage, DeleteMessage } from './operation.js'

/** One more message, approved or pending. */
export const addMessage = (place: Place, operation: AddMessage): Drafted => {
  const { set, thread, limits } = place
  const { id, by, stake, at } = operation
  const isPending = operation.speaker === 'person' && !thread.coAuthors.includes(by)
  return unless(againstMessage(place, operation), () => {
    const added: Message = {
      ...{ _tag: 'Message', id, createdAt: at, updatedAt: at, version: 1, threadId: thread.id },
      ...{ content: operation.content, contentHash: contentHash(operation.content), author: by },
      ...(operation.speaker === 'loop' ? { role: 'assistant', step: 'yield' } : { role: 'user', step: null }),
      ...{ approvals: [], status: isPending ? 'pending' : 'approved', stake: 0 },
      expiresAt: isPending ? at + limits.pendingMs : null,
      audience: operation.audience === 'public' ? 'public' : thread.id,
      ...{ deleted: false, tokenValue: operation.tokenValue ?? 0 },
    }
    const next = {
      ...set,
      thread: { ...thread, messageIds: [...thread.messageIds, id] },
      messages: [...set.messages, added],
    }
    if (!isPending) return still(next)
    return moving(next, [{ from: { _tag: 'user', key: by }, to: { _tag: 'escrow', messageId: id }, amount: stake }], at)
  })
}

const againstMessage = ({ set, thread }: Place, operation: AddMessage): readonly ThreadFinding[] => {
  const { id, by, stake, speaker } = operation
  const isOwn = speaker === 'loop' || thread.coAuthors.includes(by)
  const isThere = thread.messageIds.includes(id) || set.messages.some((message) => message.id === id)
  return [
    ...unlessOpen(thread),
    ...found(
      isThere && finding('id', 'MESSAGE_INVALID', 'there is a message with this id'),
      !isTokens(stake) && finding('stake', 'STATE_INVALID_INPUT', 'wanted a whole number from 0 to 2^53-1'),
      isOwn && stake !== 0 && finding('stake', 'STATE_INVALID_INPUT', 'only what is put to the vote has a stake'),
    ),
    ...(isOwn ? [] : unlessKnown(set, by, 'by')),
  ]
}

/** A tombstone in place of a message. */
export const deleteMessage = ({ set, thread }: Place, { by, messageId }: DeleteMessage): Drafted =>
  pipe(
    messageIn(set, messageId),
    E.chain((message) => {
      const isTheirs = message.author === by || thread.coAuthors.includes(by)
      const pending = 'it is put to the vote: let it be decided first'
      return unless(
        [
          ...found(
            !isTheirs && finding('by', 'NOT_AUTHORISED', 'they are neither its author nor a co-author of its thread'),
            message.deleted && finding('messageId', 'STATE_INVALID_INPUT', 'it is deleted already'),
            message.status === 'pending' && finding('messageId', 'STATE_INVALID_INPUT', pending),
          ),
          ...unlessOpen(thread),
        ],
        () => still(withMessage(set, { ...message, content: '', deleted: true })),
      )
    }),
  )
