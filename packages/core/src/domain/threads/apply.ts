import * as E from 'fp-ts/lib/Either.js'
import type { Drafted, Place } from './draft.js'
import { unless } from './draft.js'
import { finding, found, type ThreadFinding } from './fault.js'
import { isInstant, type ThreadLimits } from './limits.js'
import { addCoAuthor, closeThread, createThread, taken, removeCoAuthor, reopenThread } from './membership.js'
import { addMessage, deleteMessage } from './messages.js'
import type { WorkingSet } from './model.js'
import type { ThreadOperation } from './operation.js'
import { isOfThread, transferTokens } from './transfer.js'
import { expire, vote } from './voting.js'

/** What an operation makes of a set, or all that stands against it. */
export const apply = (set: WorkingSet, operation: ThreadOperation, limits: ThreadLimits): Drafted => {
  const when = isInstant(operation.at)
    ? []
    : [finding('at', 'STATE_INVALID_INPUT', 'wanted whole milliseconds in the years 1970 to 9999')]
  if (operation._tag === 'CreateThread')
    return unless(when, () => (set.thread === null ? createThread(set, operation) : taken))
  if (operation._tag === 'TransferTokens' && !isOfThread(operation))
    return unless(when, () => transferTokens(set, operation))
  const { thread } = set
  if (thread === null || thread.id !== operation.threadId)
    return E.left([finding('threadId', 'THREAD_NOT_FOUND', 'the working set has no such thread')])
  // A copy: whatever is done in a thread counts as a change of it, so that no two of them overlook one another.
  const place: Place = { set: { ...set, thread: { ...thread } }, thread, limits }
  return unless([...when, ...againstVersion(thread.version, operation)], () =>
    operation._tag === 'TransferTokens' ? transferTokens(place.set, operation) : applyTo(place, operation),
  )
}

const againstVersion = (version: number, { expectedVersion }: ThreadOperation): readonly ThreadFinding[] => {
  const isOther = expectedVersion !== undefined && expectedVersion !== version
  return found(isOther && finding('expectedVersion', 'VERSION_CONFLICT', `the thread has version ${version}`))
}

const applyTo = (
  place: Place,
  operation: Exclude<ThreadOperation, { readonly _tag: 'CreateThread' | 'TransferTokens' }>,
): Drafted => {
  switch (operation._tag) {
    case 'AddMessage':
      return addMessage(place, operation)
    case 'Vote':
      return vote(place, operation)
    case 'Expire':
      return expire(place, operation)
    case 'AddCoAuthor':
      return addCoAuthor(place, operation)
    case 'RemoveCoAuthor':
      return removeCoAuthor(place, operation)
    case 'CloseThread':
      return closeThread(place, operation)
    case 'ReopenThread':
      return reopenThread(place, operation)
    case 'DeleteMessage':
      return deleteMessage(place, operation)
  }
}
