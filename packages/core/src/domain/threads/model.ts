import type { Instant } from '../../kit/base/index.js'

/** Who a person or a service is: 1 to 128 of `A-Za-z0-9:_-`. Proving it is the host's affair. */
export type PublicKey = string

/** An amount of tokens: a whole number from 0 to 2^53-1. */
export type Tokens = number

/** What every record has. `version` is 1 for the first and one more with every accepted transition. Spec chorus 10.1. */
export interface BaseState {
  readonly id: string
  readonly createdAt: Instant
  readonly updatedAt: Instant
  readonly version: number
}

/** A conversation, those who own it and what it holds. Spec chorus 10.1. */
export interface Thread extends BaseState {
  readonly _tag: 'Thread'
  readonly name: string
  /** In the order of their code units, none twice; never empty. */
  readonly coAuthors: readonly PublicKey[]
  /** All of its messages in their order; only ever added to. */
  readonly messageIds: readonly string[]
  readonly tokenBalance: Tokens
  /** What its pending messages have staked, together. */
  readonly escrow: Tokens
  readonly status: 'active' | 'closed'
}

/** One vote on a message. */
export interface Approval {
  readonly coAuthor: PublicKey
  readonly decision: 'approve' | 'deny'
  readonly at: Instant
  /** Of the content that was voted on. */
  readonly contentHash: string
}

/** A message of a thread. Inside of a thread no two have the same `createdAt`, so that it is their order too. Spec chorus 10.1. */
export interface Message extends BaseState {
  readonly _tag: 'Message'
  readonly threadId: string
  /** As it was given; empty for a tombstone. */
  readonly content: string
  /** SHA-256 of the content in NFC; a tombstone keeps that of what was deleted. */
  readonly contentHash: string
  readonly author: PublicKey
  readonly role: 'user' | 'assistant' | 'system'
  /** The phase of the loop it comes from; null where it comes from none. */
  readonly step: string | null
  readonly approvals: readonly Approval[]
  readonly status: 'pending' | 'approved' | 'rejected'
  readonly stake: Tokens
  /** When a pending message is decided without further votes; null for one that never was pending. */
  readonly expiresAt: Instant | null
  /** Who may find it: `public`, or its thread's id. */
  readonly audience: string
  /** A tombstone: the message is gone, its place stays. */
  readonly deleted: boolean
  /** What the host says it is worth; no part of the ledger. */
  readonly tokenValue: Tokens
}

/** A person, with what they own. Spec chorus 10.1. */
export interface User extends BaseState {
  readonly _tag: 'User'
  readonly publicKey: PublicKey
  /** Threads they are co-author of, in the order of code units. */
  readonly threadIds: readonly string[]
  readonly tokenBalance: Tokens
}

/** Where the stakes of split votes go. There is one. */
export interface Treasury extends BaseState {
  readonly _tag: 'Treasury'
  readonly tokenBalance: Tokens
}

/** The id of the one treasury. */
export const treasuryId = 'treasury'

/** Any record. */
export type Entity = Thread | Message | User | Treasury

/**
 * The records that an operation reads and changes; others may be left out, and `queries.load` reads those that are needed. `thread` is null
 * before it is created, `treasury` before anything went into it.
 */
export interface WorkingSet {
  readonly thread: Thread | null
  readonly messages: readonly Message[]
  readonly users: readonly User[]
  readonly treasury: Treasury | null
}

/** A new user. The balance is the one way by which tokens come into the ledger. */
export const newUser = (given: {
  readonly id: string
  readonly publicKey: PublicKey
  readonly tokenBalance: Tokens
  readonly at: Instant
}): User => {
  const { id, publicKey, tokenBalance, at } = given
  return { _tag: 'User', id, createdAt: at, updatedAt: at, version: 1, publicKey, threadIds: [], tokenBalance }
}
