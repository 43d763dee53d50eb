import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { EffectError } from '../../kit/fault/index.js'
import type { GraphFound, GraphQuery } from '../../ports/graph/index.js'
import { readMessage, readThread, readTreasury, readUser } from './codec.js'
import { treasuryId, type PublicKey, type WorkingSet } from './model.js'
import type { ThreadOperation } from './operation.js'
import { asking, readAll, type ThreadQuery } from './query.js'

/**
 * The records that an operation needs. What the store has not got is left out: the operation is refused then, with its name. Reading is not one
 * moment: where something changes meanwhile, the write of the transition is a `Conflict`.
 */
export const load = (operation: ThreadOperation, key = 'load'): ThreadQuery<WorkingSet> => {
  const { users, messages } = namedIn(operation)
  return {
    effects: [
      asking(`${key}/thread`, 'Thread', { where: [{ _tag: 'eq', name: 'id', value: operation.threadId }] }),
      asking(`${key}/messages`, 'Message', {
        where: [
          { _tag: 'in', name: 'id', values: messages },
          { _tag: 'eq', name: 'thread_id', value: operation.threadId },
        ],
      }),
      asking(`${key}/treasury`, 'Treasury', { where: [{ _tag: 'eq', name: 'id', value: treasuryId }] }),
      usersBy(key, users),
    ],
    read: (answers) =>
      pipe(
        setOf(answers),
        E.map((set) => {
          const voters = votersIn(operation, set)
          if (voters.length === 0) return set
          return {
            effects: [usersBy(`${key}/voters`, voters)],
            read: ([answer]) =>
              pipe(
                readAll(answer, readUser),
                E.map((known): WorkingSet => ({ ...set, users: known })),
              ),
          } satisfies ThreadQuery<WorkingSet>
        }),
      ),
  }
}

const usersBy = (key: string, keys: readonly PublicKey[]): GraphQuery =>
  asking(`${key}/users`, 'User', { where: [{ _tag: 'in', name: 'public_key', values: keys }] })

const setOf = ([thread, messages, treasury, users]: readonly GraphFound[]): Either<EffectError, WorkingSet> =>
  pipe(
    E.Do,
    E.bind('threads', () => readAll(thread, readThread)),
    E.bind('messages', () => readAll(messages, readMessage)),
    E.bind('treasuries', () => readAll(treasury, readTreasury)),
    E.bind('users', () => readAll(users, readUser)),
    E.map(({ threads, treasuries, ...rest }) => ({
      ...rest,
      ...{ thread: threads[0] ?? null, treasury: treasuries[0] ?? null },
    })),
  )

/** What is known to be needed before anything is read. */
const namedIn = (
  operation: ThreadOperation,
): { readonly users: readonly PublicKey[]; readonly messages: readonly string[] } => {
  switch (operation._tag) {
    case 'CreateThread':
    case 'AddMessage':
    case 'RemoveCoAuthor':
      return { users: [operation.by], messages: [] }
    case 'AddCoAuthor':
      return { users: [operation.coAuthor], messages: [] }
    case 'TransferTokens': {
      const { from, to } = operation
      return { users: [from, to].flatMap((account) => (account._tag === 'user' ? [account.key] : [])), messages: [] }
    }
    case 'Vote':
    case 'Expire':
    case 'DeleteMessage':
      return { users: [], messages: [operation.messageId] }
    case 'CloseThread':
    case 'ReopenThread':
      return { users: [], messages: [] }
  }
}

/** Whom a decision may pay or take in. */
const votersIn = ({ _tag }: ThreadOperation, { thread, messages: [message] }: WorkingSet): readonly PublicKey[] => {
  if ((_tag !== 'Vote' && _tag !== 'Expire') || message === undefined) return []
  const voted = message.approvals.map(({ coAuthor }) => coAuthor)
  return [...new Set([message.author, ...voted, ...(_tag === 'Vote' ? (thread?.coAuthors ?? []) : [])])]
}
