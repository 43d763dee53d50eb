import type { ServerResponse } from 'node:http'
import type { ConnectionState, LoopEvent, ServerMessage } from '@chorale/core/connection'
import type { Asker } from './host.js'

/** An event at the time it is told. */
export interface Told {
  readonly event: LoopEvent
  readonly now: number
}

/** A session and how its client is reached; null while it is not. */
export interface Session {
  /** Its state but for what is owed to it: `stateOf` has all. */
  kept: ConnectionState
  /** Events that were sent and are not in the state yet, so that a broadcast costs each receiver no more than a number. */
  owed: Told[]
  line: Line | null
  /** The thread under which it stands in the list of followers. */
  followed: string | null
}

/** A way to one client: a socket, or polls. A session outlives its lines. */
export interface Line {
  readonly kind: 'socket' | 'poll'
  /** Without its headers once the client is known: they are not kept. */
  asker: Asker
  readonly since: number
  /** It has not said who it is. */
  isNew: boolean
  /** Changes when an earlier session is resumed. */
  session: Session
  /** Messages heard in the second that runs. */
  heard: number
  readonly send: (message: ServerMessage) => void
  readonly waiting: () => Waiting
  /** Says goodbye; nothing is sent after it. */
  readonly close: (code: number, reason: string) => void
  /** Called every few seconds: asks a client that was not heard for a while, answers a poll that was held for long. */
  readonly tick: (now: number) => void
  /** Without a word. */
  readonly cut: () => void
}

/** What was sent and not taken yet. */
export interface Waiting {
  readonly bytes: number
  readonly messages: number
}

/** A client that polls. What is said to it waits for its next request; an answer that is lost on its way is as a socket that broke. */
export interface PollLine {
  /** The name under which it asks again, as hard to guess as a session's. */
  readonly id: string
  readonly line: Line
  /** It asks, and waits with this. One request waits at a time: an older one is answered with nothing. */
  readonly hold: (response: ServerResponse) => void
  /** It was heard. */
  readonly seen: () => void
}
