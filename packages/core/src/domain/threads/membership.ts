import * as E from 'fp-ts/lib/Either.js'
import {
  joined,
  left,
  still,
  unless,
  unlessCoAuthor,
  unlessKnown,
  unlessOpen,
  type Drafted,
  type Place,
} from './draft.js'
import { finding, found } from './fault.js'
import type { Thread, WorkingSet } from './model.js'
import type { AddCoAuthor, CloseThread, CreateThread, RemoveCoAuthor, ReopenThread } from './operation.js'

/** A thread with its creator. */
export const createThread = (set: WorkingSet, { threadId: id, by, name, at }: CreateThread): Drafted =>
  unless(unlessKnown(set, by, 'by'), () => {
    const state = { id, createdAt: at, updatedAt: at, version: 1 }
    const thread: Thread = {
      ...{ _tag: 'Thread', ...state, name, coAuthors: [], messageIds: [] },
      ...{ tokenBalance: 0, escrow: 0, status: 'active' },
    }
    return still(joined({ ...set, thread }, by))
  })

/** One more co-author. */
export const addCoAuthor = ({ set, thread }: Place, { by, coAuthor }: AddCoAuthor): Drafted => {
  const isThere = thread.coAuthors.includes(coAuthor)
  return unless(
    [
      ...unlessCoAuthor(thread, by),
      ...unlessOpen(thread),
      ...found(isThere && finding('coAuthor', 'STATE_INVALID_INPUT', 'they are a co-author already')),
      ...unlessKnown(set, coAuthor, 'coAuthor'),
    ],
    () => still(joined(set, coAuthor)),
  )
}

/** One co-author fewer. That one stays is for the invariants to say. */
export const removeCoAuthor = ({ set, thread }: Place, { by }: RemoveCoAuthor): Drafted =>
  unless([...unlessCoAuthor(thread, by), ...unlessOpen(thread), ...unlessKnown(set, by, 'by')], () =>
    still(left(set, by)),
  )

/** A closed thread. */
export const closeThread = ({ set, thread }: Place, { by }: CloseThread): Drafted => {
  const staked = 'pending messages have tokens staked: let them be decided first'
  return unless(
    [
      ...unlessCoAuthor(thread, by),
      ...unlessOpen(thread),
      ...found(thread.escrow > 0 && finding('thread.escrow', 'STATE_INVALID_INPUT', staked)),
    ],
    () => still({ ...set, thread: { ...thread, status: 'closed' } }),
  )
}

/** An active thread. */
export const reopenThread = ({ set, thread }: Place, { by }: ReopenThread): Drafted =>
  unless(
    [
      ...unlessCoAuthor(thread, by),
      ...found(thread.status === 'active' && finding('threadId', 'STATE_INVALID_INPUT', 'the thread is open')),
    ],
    () => still({ ...set, thread: { ...thread, status: 'active' } }),
  )

/** Where a thread with this id is there already. */
export const taken = E.left([finding('threadId', 'VERSION_CONFLICT', 'there is a thread with this id')])
