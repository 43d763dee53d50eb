import * as E from 'fp-ts/lib/Either.js'
import { contentHash } from '@chorale/core/base'
import {
  newUser,
  transition,
  type Message,
  type Thread,
  type ThreadFault,
  type ThreadOperation,
  type Transitioned,
  type WorkingSet,
} from '@chorale/core/threads'

/** When every story begins. */
export const start = 1_767_225_600_000

/** Users with what they have. */
export const usersWith = (balances: { readonly [key: string]: number }): WorkingSet => ({
  thread: null,
  messages: [],
  users: Object.entries(balances).map(([key, tokenBalance]) =>
    newUser({ id: `user-${key}`, publicKey: key, tokenBalance, at: start }),
  ),
  treasury: null,
})

const base = { threadId: 't', at: start }

type Of<Tag extends ThreadOperation['_tag']> = Extract<ThreadOperation, { readonly _tag: Tag }>
type Transfer = Of<'TransferTokens'>

/** Operations in few words, in thread `t`. */
export const does = {
  create: (by: string, name = 'talk') => ({ _tag: 'CreateThread', ...base, by, name }) as const,
  say: (
    by: string,
    id: string,
    rest: { readonly stake?: number; readonly content?: string } = {},
  ): Of<'AddMessage'> => ({
    ...{ _tag: 'AddMessage', ...base, by, id, content: rest.content ?? id },
    ...{ speaker: 'person', audience: 'thread', stake: rest.stake ?? 0 },
  }),
  answer: (by: string, id: string): Of<'AddMessage'> => ({
    ...{ _tag: 'AddMessage', ...base, by, id, content: id },
    ...{ speaker: 'loop', audience: 'public', stake: 0 },
  }),
  /** On a message whose content is its id. */
  vote: (by: string, messageId: string, decision: 'approve' | 'deny') =>
    ({ _tag: 'Vote', ...base, by, messageId, decision, contentHash: contentHash(messageId) }) as const,
  expire: (messageId: string, at: number) => ({ _tag: 'Expire', threadId: 't', at, messageId }) as const,
  takeIn: (by: string, coAuthor: string) => ({ _tag: 'AddCoAuthor', ...base, by, coAuthor }) as const,
  leave: (by: string) => ({ _tag: 'RemoveCoAuthor', ...base, by }) as const,
  close: (by: string) => ({ _tag: 'CloseThread', ...base, by }) as const,
  reopen: (by: string) => ({ _tag: 'ReopenThread', ...base, by }) as const,
  remove: (by: string, messageId: string) => ({ _tag: 'DeleteMessage', ...base, by, messageId }) as const,
  pay: (by: string, [from, to]: readonly [Transfer['from'], Transfer['to']], amount: number) =>
    ({ _tag: 'TransferTokens', ...base, by, from, to, amount }) as const,
}

/** A user's balance as an account. */
export const user = (key: string) => ({ _tag: 'user', key }) as const
/** The thread's balance as an account. */
export const thread = { _tag: 'thread' } as const

/** The whole set after operations that are all accepted. */
export const after = (set: WorkingSet, ...operations: readonly ThreadOperation[]): WorkingSet =>
  operations.reduce((current, operation) => accepted(current, operation).state, set)

/** What an operation that is accepted leads to. */
export const accepted = (set: WorkingSet, operation: ThreadOperation): Transitioned => {
  const outcome = transition(set, operation)
  if (E.isLeft(outcome)) throw new Error(`${outcome.left._tag}: ${outcome.left.because}`)
  return outcome.right
}

/** Why an operation is refused. */
export const refused = (set: WorkingSet, operation: ThreadOperation): ThreadFault => {
  const outcome = transition(set, operation)
  if (E.isRight(outcome)) throw new Error(`${operation._tag} was accepted`)
  return outcome.left
}

/** The thread of a set that has one. */
export const threadOf = ({ thread: own }: WorkingSet): Thread => {
  if (own === null) throw new Error('there is no thread')
  return own
}

/** A message of a set. */
export const messageOf = ({ messages }: WorkingSet, id: string): Message => {
  const message = messages.find((each) => each.id === id)
  if (message === undefined) throw new Error(`there is no message ${id}`)
  return message
}

/** What a user has. */
export const has = ({ users }: WorkingSet, key: string): number | undefined =>
  users.find(({ publicKey }) => publicKey === key)?.tokenBalance

/** Thread `t` of a, b and c. */
export const ofThree = (balances: { readonly [key: string]: number }): WorkingSet =>
  after(usersWith({ a: 0, b: 0, c: 0, ...balances }), does.create('a'), does.takeIn('a', 'b'), does.takeIn('b', 'c'))
