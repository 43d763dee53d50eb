import type { Instant, Json } from '../../kit/base/index.js'
import { defaultConnectionLimits, type ConnectionLimits } from './bounds/limits.js'
import { idRootOf } from './said/id.js'
import type { ConnectedUser, ConnectionEffect, ConnectionStatus, ServerMessage } from './model.js'
import { emptyQueue, type Queue } from './said/queue.js'
import { unspent, type Quota } from './bounds/quota.js'
import { emptyReplay, type Replay } from './said/replay.js'

/**
 * A session with one client, as plain data. It outlives its socket: whoever owns the sockets keeps it by `sessionId` until `isExpired`.
 * Spec chorus 11.1.
 */
export interface ConnectionState {
  readonly clientId: string
  readonly sessionId: string
  /** What the ids of its messages begin with. */
  readonly idRoot: string
  readonly limits: ConnectionLimits
  readonly status: ConnectionStatus
  /** Who was authenticated. */
  readonly user: ConnectedUser | null
  /** The thread it is subscribed to. */
  readonly threadId: string | null
  readonly errorState: { readonly code: string; readonly message: string; readonly at: Instant } | null
  /** The number of the next message to the client, from 1. */
  readonly nextSeq: number
  /** The client has all up to this one. */
  readonly lastAck: number
  readonly replay: Replay
  readonly seen: Queue<Remembered>
  readonly pending: readonly Pending[]
  readonly loops: readonly RunningLoop[]
  /**
   * What the user has used of the rates. It is lent: who serves several connections of one user puts the user's own in before a message is
   * handled, `{ ...state, quota }`, and takes it out after.
   */
  readonly quota: Quota
  /** Counts what needs a name of its own. */
  readonly nextRef: number
  readonly lastSeenAt: Instant
  /** Since when no socket is there; null while one is. */
  readonly offlineSince: Instant | null
}

/** What one thing that happened leads to. */
export type ConnectionStep = readonly [ConnectionState, readonly ConnectionEffect[]]

/** A request that waits for its answer, and the client's message it is for. */
export type Pending = { readonly ref: string; readonly messageId: string } & (
  | { readonly op: 'authenticate'; readonly resume: { readonly sessionId: string; readonly lastSeq: number } | null }
  | { readonly op: 'resume'; readonly user: ConnectedUser }
  | { readonly op: 'get_threads'; readonly user: ConnectedUser; readonly opening: Opening }
  | { readonly op: 'load_messages'; readonly thread: string; readonly snapshot: Snapshot | null }
  | { readonly op: 'create_thread' }
  | { readonly op: 'start'; readonly loopId: string; readonly thread: string }
)

/** A session begins anew, or in place of one that has a gap and had this thread. */
export type Opening = { readonly _tag: 'fresh' } | { readonly _tag: 'gap'; readonly threadId: string | null }

/** What is known already of a snapshot whose thread is being read. */
export interface Snapshot {
  readonly user: ConnectedUser
  readonly threads: readonly Json[]
}

/** A message of the client that was carried out; a read has no reply here, it is found in the replay buffer or read again. */
export interface Remembered {
  readonly id: string
  readonly at: Instant
  readonly seq: number | null
  readonly reply: ServerMessage | null
}

/** A loop whose events go to this session. */
export interface RunningLoop {
  readonly loopId: string
  readonly thread: string
  /** What it told last, pieces aside. */
  readonly last: { readonly [name: string]: Json | undefined } | null
  /** It has ended, and the client is yet to be told. */
  readonly isEnded: boolean
}

const none: readonly never[] = []

/** A session nobody has spoken in yet. `sessionId` must be new and hard to guess; limits are those of the spec where none are given. */
export const newConnection = (given: {
  readonly clientId: string
  readonly sessionId: string
  readonly now: Instant
  readonly limits?: ConnectionLimits
}): ConnectionState => ({
  clientId: given.clientId,
  sessionId: given.sessionId,
  idRoot: idRootOf(given.sessionId),
  limits: given.limits ?? defaultConnectionLimits,
  status: 'connected',
  user: null,
  threadId: null,
  errorState: null,
  nextSeq: 1,
  lastAck: 0,
  replay: emptyReplay,
  seen: emptyQueue,
  pending: none,
  loops: none,
  quota: unspent,
  nextRef: 1,
  lastSeenAt: given.now,
  offlineSince: null,
})

/** The status that follows from who is known and which thread is open. */
export const standingOf = ({ user, threadId }: ConnectionState): ConnectionStatus =>
  user === null ? 'connected' : threadId === null ? 'authenticated' : 'subscribed'

/** No socket is there: what is said waits in the replay buffer. */
export const isAway = ({ status }: ConnectionState): boolean => status === 'disconnected' || status === 'reconnecting'

/** The session can be forgotten: its socket is gone for as long as loops outlive it, or nobody ever was behind it. */
export const isExpired = (state: ConnectionState, now: Instant): boolean =>
  state.offlineSince !== null && (state.user === null || now - state.offlineSince >= state.limits.orphanMs)
