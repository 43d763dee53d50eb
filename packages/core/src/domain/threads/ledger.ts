import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../kit/base/index.js'
import { finding, type ThreadFinding } from './fault.js'
import { treasuryId, type Tokens, type WorkingSet } from './model.js'
import type { Account } from './operation.js'

/** Tokens that go from one place to another: the sum of all is the same before and after. */
export interface Move {
  readonly from: Account
  readonly to: Account
  readonly amount: Tokens
}

/** One text for the same account. */
export const accountText = (account: Account): string => {
  switch (account._tag) {
    case 'user':
      return `user ${account.key}`
    case 'escrow':
      return `stake of message ${account.messageId}`
    case 'thread':
    case 'treasury':
      return account._tag
  }
}

/** What is there; undefined where the set has no such account. A treasury that nothing went into has nothing. */
export const balanceOf = (set: WorkingSet, account: Account): Tokens | undefined => {
  switch (account._tag) {
    case 'user':
      return set.users.find(({ publicKey }) => publicKey === account.key)?.tokenBalance
    case 'thread':
      return set.thread?.tokenBalance
    case 'escrow':
      return set.messages.find(({ id }) => id === account.messageId)?.stake
    case 'treasury':
      return set.treasury?.tokenBalance ?? 0
  }
}

const add = (
  set: WorkingSet,
  account: Account,
  { amount, at }: { readonly amount: number; readonly at: Instant },
): WorkingSet => {
  switch (account._tag) {
    case 'user': {
      const users = set.users.map((user) =>
        user.publicKey === account.key ? { ...user, tokenBalance: user.tokenBalance + amount } : user,
      )
      return { ...set, users }
    }
    case 'thread': {
      const { thread } = set
      return { ...set, thread: thread && { ...thread, tokenBalance: thread.tokenBalance + amount } }
    }
    case 'escrow': {
      const messages = set.messages.map((message) =>
        message.id === account.messageId ? { ...message, stake: message.stake + amount } : message,
      )
      return { ...set, messages, thread: set.thread && { ...set.thread, escrow: set.thread.escrow + amount } }
    }
    case 'treasury': {
      const { treasury } = set
      const there = { _tag: 'Treasury', id: treasuryId, createdAt: at, updatedAt: at, version: 1 } as const
      return { ...set, treasury: { ...(treasury ?? there), tokenBalance: (treasury?.tokenBalance ?? 0) + amount } }
    }
  }
}

/** The set after all moves. Whether balances are amounts still is for {@link invariants} to say; that accounts are there is said here. */
export const post = (
  set: WorkingSet,
  moves: readonly Move[],
  at: Instant,
): Either<readonly ThreadFinding[], WorkingSet> => {
  const real = moves.filter(({ amount }) => amount !== 0)
  const missing = [...new Set(real.flatMap(({ from, to }) => [from, to]))]
    .filter((account) => balanceOf(set, account) === undefined)
    .map((account) => finding('', 'NOT_FOUND', `the working set has no ${accountText(account)}`))
  if (missing.length > 0) return E.left(missing)
  return E.right(
    real.reduce((next, { from, to, amount }) => add(add(next, from, { amount: -amount, at }), to, { amount, at }), set),
  )
}

/** All tokens of a set. As a BigInt: a sum of amounts may be greater than any amount. */
export const totalOf = ({ thread, messages, users, treasury }: WorkingSet): bigint =>
  [
    thread?.tokenBalance ?? 0,
    treasury?.tokenBalance ?? 0,
    ...messages.map(({ stake }) => stake),
    ...users.map(({ tokenBalance }) => tokenBalance),
  ].reduce((sum, amount) => sum + big(amount), 0n)

/** An amount to add up with others; what is none counts nothing, and is found elsewhere. */
export const big = (amount: Tokens): bigint => (Number.isInteger(amount) ? BigInt(amount) : 0n)

/** `floor(amount * part / whole)` for `part <= whole`, without a product that is too large for a number. */
export const shareOf = (amount: Tokens, part: number, whole: number): Tokens =>
  Math.floor(amount / whole) * part + Math.floor(((amount % whole) * part) / whole)
