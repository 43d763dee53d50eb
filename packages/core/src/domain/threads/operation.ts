import type { Instant } from '../../kit/base/index.js'
import type { Approval, PublicKey, Tokens } from './model.js'

/** Where tokens are. `thread` is the operation's own, `escrow` the stake of a pending message. */
export type Account =
  | { readonly _tag: 'user'; readonly key: PublicKey }
  | { readonly _tag: 'thread' }
  | { readonly _tag: 'escrow'; readonly messageId: string }
  | { readonly _tag: 'treasury' }

interface Timed {
  readonly threadId: string
  readonly at: Instant
  /** The version of the thread that the caller has seen; another one is a `VersionConflict`. */
  readonly expectedVersion?: number
}

interface Signed extends Timed {
  /** Whoever asks for it; that it is them was checked by the host. */
  readonly by: PublicKey
}

/** A new thread under `threadId`; `by` is its first co-author. */
export interface CreateThread extends Signed {
  readonly _tag: 'CreateThread'
  readonly name: string
}

/**
 * A message under a new id. A co-author's is approved at once, another person's is put to the vote with its stake. What a loop answers is approved
 * at once, though its service key is no co-author: `loop` is the host's word, never a client's.
 */
export interface AddMessage extends Signed {
  readonly _tag: 'AddMessage'
  readonly id: string
  readonly content: string
  readonly speaker: 'person' | 'loop'
  /** Who may find it: everybody, or whoever looks in its thread. */
  readonly audience: 'public' | 'thread'
  /** 0 but for persons who are no co-authors. */
  readonly stake: Tokens
  /** 0 unless given. */
  readonly tokenValue?: Tokens
}

/** A co-author's vote on the content that they have seen. The last vote decides. */
export interface Vote extends Signed {
  readonly _tag: 'Vote'
  readonly messageId: string
  readonly decision: Approval['decision']
  readonly contentHash: string
}

/** The time of a pending message is up: it is decided by the votes there are. */
export interface Expire extends Timed {
  readonly _tag: 'Expire'
  readonly messageId: string
}

/** A co-author takes in another. */
export interface AddCoAuthor extends Signed {
  readonly _tag: 'AddCoAuthor'
  readonly coAuthor: PublicKey
}

/** A co-author leaves; the last one cannot. */
export interface RemoveCoAuthor extends Signed {
  readonly _tag: 'RemoveCoAuthor'
}

/** Tokens from one's own balance, or from a thread's by a co-author, to a user, to the thread, or to the treasury. */
export interface TransferTokens extends Signed {
  readonly _tag: 'TransferTokens'
  readonly from: Extract<Account, { readonly _tag: 'user' | 'thread' }>
  readonly to: Extract<Account, { readonly _tag: 'user' | 'thread' | 'treasury' }>
  readonly amount: Tokens
}

/** A co-author closes a thread in which nothing is staked. A closed thread takes nothing but being reopened. */
export interface CloseThread extends Signed {
  readonly _tag: 'CloseThread'
}

/** A co-author opens a closed thread again. */
export interface ReopenThread extends Signed {
  readonly _tag: 'ReopenThread'
}

/** A decided message becomes a tombstone, by its author or by a co-author. */
export interface DeleteMessage extends Signed {
  readonly _tag: 'DeleteMessage'
  readonly messageId: string
}

/** All that can be done. Time and ids come with it. Spec chorus 10.3. */
export type ThreadOperation =
  | CreateThread
  | AddMessage
  | Vote
  | Expire
  | AddCoAuthor
  | RemoveCoAuthor
  | TransferTokens
  | CloseThread
  | ReopenThread
  | DeleteMessage
