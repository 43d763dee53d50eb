import type { ServerMessage } from '@chorale/core/connection'
import type { Watched } from './watched.js'

/** The session had to begin anew (the server was restarted, or the client was away for too long): what was shown before is void. */
export interface Reset {
  readonly type: 'reset'
  readonly session_id: string
  readonly seq: number
  /** What holds now, as the server tells it. */
  readonly snapshot: unknown
}

/** What a client tells: the server's messages, and that they begin anew. */
export type ClientEvent = ServerMessage | Reset

/** Where a client stands. */
export type ClientState =
  | { readonly _tag: 'connecting'; readonly by: 'socket' | 'poll' }
  | { readonly _tag: 'open'; readonly by: 'socket' | 'poll'; readonly sessionId: string }
  /** The connection was lost; the next try is at this time, in milliseconds since 1970. */
  | { readonly _tag: 'waiting'; readonly until: number; readonly because: string }
  /** For good. `code` is the server's where it refused. */
  | { readonly _tag: 'closed'; readonly because: string; readonly code?: string }

/** A connection to a Chorus server that mends itself. */
export interface Client {
  /**
   * Every message of the server's once and in order, without a gap; after a `reset` they begin anew. One reader. An event counts as taken when the
   * next one is asked for; what was not taken is told again after a reload. Ends when the client is closed.
   */
  readonly events: AsyncIterable<ClientEvent>
  readonly state: Watched<ClientState>
  /** Asks; returns the id of the message, which an `error` names in `ref_id`. */
  readonly submit: (prompt: string, where: Submission) => string
  readonly createThread: (name: string, initialMessage?: string) => string
  /** Asks for a thread's messages and follows it; after a `reset` it is asked for again by itself. */
  readonly openThread: (thread: string, page?: { readonly limit?: number; readonly before?: string }) => string
  readonly cancel: (loopId: string) => string
  /** Milliseconds to the server and back; rejects when the connection is lost before. */
  readonly ping: () => Promise<number>
  /** How many messages the server may not have yet. They are sent again on every new connection. */
  readonly unsent: () => number
  readonly close: () => void
}

/** Where a prompt belongs, and bounds of its loop in the names of the wire. */
export interface Submission {
  readonly thread: string
  readonly limits?: { readonly [name: string]: number | null }
}
