import type { Json } from '../../kit/base/index.js'

/** Where a connection stands. Spec chorus 11.1. */
export type ConnectionStatus =
  'connected' | 'pending_auth' | 'authenticated' | 'subscribed' | 'reconnecting' | 'disconnected'

/** A message from a client, checked. Names on the wire are snake_case: `clientMessageOf` maps them. Spec chorus 11.2. */
export type ClientMessage = { readonly id: string; readonly threadId: string | null } & (
  | {
      readonly type: 'connect'
      readonly publicKey: string
      readonly proof?: string
      readonly resume?: { readonly sessionId: string; readonly lastSeq: number }
    }
  | { readonly type: 'get_thread'; readonly thread: string; readonly limit: number; readonly before?: string }
  | { readonly type: 'create_thread'; readonly userId: string; readonly name: string; readonly initialMessage?: string }
  | {
      readonly type: 'submit_prompt'
      readonly prompt: string
      readonly thread: string | null
      readonly limits?: { readonly [name: string]: Json }
      readonly messageId?: string
    }
  | { readonly type: 'cancel'; readonly loopId: string }
  | { readonly type: 'ack'; readonly seq: number }
  | { readonly type: 'ping'; readonly nonce?: string }
)

/** A message to a client, as it goes over the wire. `seq` starts at 1 in each session and has no gap. */
export interface ServerMessage {
  readonly v: 1
  readonly type:
    'init' | 'thread_messages' | 'new_thread' | 'chorus_response' | 'state_update' | 'resumed' | 'error' | 'pong'
  readonly id: string
  readonly seq: number
  /** ISO 8601. */
  readonly ts: string
  readonly thread_id: string | null
  readonly data: { readonly [name: string]: Json | undefined }
}

/** A user as the host knows it. */
export interface ConnectedUser {
  readonly id: string
  readonly publicKey: string
}

/** What a connection asks of the outside; it never sends by itself. Spec chorus 11 (DBEffect, ChorusEffect, WSEffect). */
export type ConnectionEffect = DatabaseEffect | LoopEffect | SocketEffect | SessionEffect

/** Each is answered by `handleAnswer` with the same `ref`. */
export type DatabaseEffect = { readonly _tag: 'database'; readonly ref: string } & (
  | { readonly op: 'authenticate'; readonly publicKey: string; readonly proof?: string }
  | { readonly op: 'get_threads'; readonly userId: string }
  | {
      readonly op: 'load_messages'
      readonly userId: string
      readonly thread: string
      readonly limit: number
      readonly before?: string
    }
  | { readonly op: 'create_thread'; readonly userId: string; readonly name: string; readonly initialMessage?: string }
)

/** Starts a loop, or ends one. What the loop tells comes back through `handleLoopEvent`. */
export type LoopEffect =
  | {
      readonly _tag: 'loop'
      readonly op: 'start'
      readonly ref: string
      readonly loopId: string
      readonly thread: string
      readonly userId: string
      readonly prompt: string
      readonly limits: { readonly [name: string]: Json }
      /** The id the client gives to the message it submits. */
      readonly messageId?: string
    }
  | { readonly _tag: 'loop'; readonly op: 'cancel'; readonly loopId: string; readonly reason: string }

/** Something to be sent, or the socket to be closed; neither is answered. */
export type SocketEffect =
  | { readonly _tag: 'socket'; readonly op: 'send'; readonly message: ServerMessage }
  | { readonly _tag: 'socket'; readonly op: 'close'; readonly code: number; readonly reason: string }

/**
 * An authenticated client wants an earlier session back. Whoever keeps the sessions asks `resumeSession` of that session: where it gives
 * a step, the socket goes on with that state and this one is dropped; where it gives none, `handleAnswer` is told so with the same `ref`.
 */
export interface SessionEffect {
  readonly _tag: 'session'
  readonly op: 'resume'
  readonly ref: string
  readonly sessionId: string
  readonly lastSeq: number
  readonly userId: string
  /** The id of the client's `connect`. */
  readonly messageId: string
}

/** What a loop told, as the connection passes it on: opaque but for these. */
export interface LoopEvent {
  readonly loopId: string
  readonly thread: string
  readonly type: 'chorus_response' | 'state_update'
  /** The event as it goes over the wire, in snake_case. */
  readonly data: { readonly [name: string]: Json | undefined }
  /** The loop has ended with this one. */
  readonly isLast: boolean
  /** It may be dropped for a slow consumer: a piece that `complete` says again. */
  readonly isDroppable: boolean
}
