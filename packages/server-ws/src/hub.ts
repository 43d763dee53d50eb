import { randomUUID } from 'node:crypto'
import {
  newConnection,
  pressureOf,
  type Answer,
  type ConnectionEffect,
  type ConnectionState,
} from '@chorale/core/connection'
import { thrownText } from '@chorale/core/fault'
import type { RunningLoop } from './host.js'
import type { Line, PollLine, Session } from './line.js'
import type { Config } from './options.js'
import { sessionOf, stateOf } from './session.js'

/** What a session makes of something that happened. */
export type Handle = (state: ConnectionState, now: number) => readonly [ConnectionState, readonly ConnectionEffect[]]

/** Everything a server knows while it runs. */
export interface Hub {
  readonly config: Config
  /** Hands something to a session and carries out what follows: the one way in. */
  readonly feed: (session: Session, handle: Handle) => void
  readonly sessions: Map<string, Session>
  readonly lines: Set<Line>
  /** Lines that said goodbye and are not gone yet. */
  readonly closing: Set<Line>
  /** Lines of clients that are not authenticated yet, the oldest first. */
  readonly newcomers: Set<Line>
  /** Sessions by the thread they have open. */
  readonly followers: Map<string, Set<Session>>
  readonly polls: Map<string, PollLine>
  readonly loops: Map<string, Loop>
  /** What users have used of their rates, the longest unused first. */
  readonly quotas: Map<string, ConnectionState['quota']>
  /** Open connections by client. */
  readonly clients: Map<string, number>
  /** All of them together. */
  open: number
  /** Sockets beyond the limits that are being told so. */
  goodbyes: number
  pressure: ReturnType<typeof pressureOf>
  /** Nobody is let in any more. */
  isDraining: boolean
  /** Loops are listened to no longer. */
  isOver: boolean
}

/** A loop that is being started or listened to, and the sessions that asked for it. */
export interface Loop {
  readonly thread: string
  readonly owners: Set<Session>
  /** How asking the host for it ends. */
  readonly started: Promise<Answer['outcome']>
  /** Null until the host has it. */
  running: RunningLoop | null
}

/** Users whose rates are remembered at most. Resilience 16. */
const MOST_QUOTAS = 100_000

/** A server nobody is connected to. */
export const hubOf = (config: Config, feed: (hub: Hub, session: Session, handle: Handle) => void): Hub => {
  const hub: Hub = {
    config,
    feed: (session, handle) => feed(hub, session, handle),
    sessions: new Map(),
    lines: new Set(),
    closing: new Set(),
    newcomers: new Set(),
    followers: new Map(),
    polls: new Map(),
    loops: new Map(),
    quotas: new Map(),
    clients: new Map(),
    open: 0,
    goodbyes: 0,
    pressure: pressureOf(undefined, {}, config.clock.now()),
    isDraining: false,
    isOver: false,
  }
  return hub
}

/** A session nobody has spoken in yet. */
export const openSession = (hub: Hub, clientId: string): Session => {
  const { clock, limits } = hub.config
  const sessionId = randomUUID()
  const state = newConnection({ clientId, sessionId, now: clock.now(), limits })
  const session = sessionOf(state)
  if (hub.sessions.size >= 2 * limits.connections) dropOldest(hub)
  hub.sessions.set(sessionId, session)
  return session
}

/** Sessions without a client have a bound as well: the oldest goes first, and its client begins anew. */
const dropOldest = (hub: Hub): void => {
  for (const session of hub.sessions.values()) if (session.line === null) return dropSession(hub, session)
}

/** The session is forgotten. Loops it asked for go on without it. */
export const dropSession = (hub: Hub, session: Session): void => {
  const { sessionId, loops } = stateOf(session)
  hub.sessions.delete(sessionId)
  follow(hub, session, null)
  for (const { loopId } of loops) hub.loops.get(loopId)?.owners.delete(session)
}

/** Puts the session into the list of those who have a thread open. */
export const follow = (hub: Hub, session: Session, thread: string | null): void => {
  const { followed } = session
  if (followed === thread) return
  if (followed !== null) {
    const followers = hub.followers.get(followed)
    followers?.delete(session)
    if (followers?.size === 0) hub.followers.delete(followed)
  }
  session.followed = thread
  if (thread === null) return
  const followers = hub.followers.get(thread) ?? new Set()
  hub.followers.set(thread, followers.add(session))
}

/** What a client says is handled with the rates of its user, which all sessions of a user share. */
export const withQuota =
  (hub: Hub, handle: Handle): Handle =>
  (state, now) => {
    const quota = state.user === null ? undefined : hub.quotas.get(state.user.id)
    const before = quota === undefined || quota === state.quota ? state : { ...state, quota }
    const step = handle(before, now)
    takeBack(hub, before, step[0])
    return step
  }

const takeBack = (hub: Hub, before: ConnectionState, { user, quota }: ConnectionState): void => {
  if (user === null || quota === before.quota) return
  hub.quotas.delete(user.id)
  hub.quotas.set(user.id, quota)
  const [oldest] = hub.quotas.size > MOST_QUOTAS ? hub.quotas.keys() : []
  if (oldest !== undefined) hub.quotas.delete(oldest)
}

/** One connection more, or one less, of a client. */
export const countClient = (hub: Hub, client: string, change: 1 | -1): void => {
  const count = (hub.clients.get(client) ?? 0) + change
  hub.open += change
  if (count === 0) hub.clients.delete(client)
  else hub.clients.set(client, count)
}

/** Somebody can be reached from now on. */
export const addLine = (hub: Hub, line: Line): void => {
  hub.lines.add(line)
  hub.newcomers.add(line)
}

/** Who that is, is known from now on: what it came with is kept no longer. */
export const welcome = (hub: Hub, line: Line): void => {
  line.isNew = false
  line.asker = { client: line.asker.client, headers: {} }
  hub.newcomers.delete(line)
}

/** A bug costs a client its connection, and no other one anything. */
export const failed = (hub: Hub, session: Session, thrown: unknown): void => {
  hub.config.onFault(`a session failed: ${thrownText(thrown)}`)
  session.line?.close(1011, 'Internal error')
}
