import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Site } from '../site.js'

/** Data of the wire. */
export type Data = { readonly [name: string]: unknown }

/** What a client said. */
export interface Said {
  readonly type: string
  readonly id: string
  readonly data: Data
}

/** A server that says over a real socket what a test tells it to, in the envelopes of the protocol. */
export interface WireServer {
  readonly url: string
  /** What was said by clients, in order; pings and acks are left out. */
  readonly said: readonly Said[]
  /** Resolves with the next message of a type that was not taken yet. */
  readonly next: (type: string) => Promise<Said>
  /** Tells every session something: now, or when its client comes back. */
  readonly tell: (type: string, data: Data) => void
  /** Ends all connections; sessions stay. */
  readonly drop: () => void
  /** Forgets all sessions: whoever comes back gets a new one with this snapshot. */
  readonly forget: (snapshot: Data) => void
  readonly close: () => Promise<void>
}

/** What the server knows when a client comes for the first time. */
export interface Known {
  readonly threads: readonly Data[]
  /** Messages by thread. */
  readonly messages: { readonly [thread: string]: readonly Data[] }
}

interface Session {
  readonly id: string
  readonly sent: string[]
  socket: WebSocket | undefined
}

interface Knowing {
  readonly known: Known
  readonly sessions: Map<string, Session>
  readonly said: Said[]
  readonly heard: ReturnType<typeof listening>
  snapshot: Data
}

/** Starts one on a free port of the loopback. */
export const wireServer = async (site: Site, known: Known): Promise<WireServer> => {
  const at: Knowing = { known, sessions: new Map(), said: [], heard: listening(), snapshot: {} }
  const server = createServer((request, response) => {
    if (!site(request, response)) response.writeHead(404).end()
  })
  const sockets = new WebSocketServer({ server, path: '/ws' })
  sockets.on('connection', (socket: WebSocket) => attend(at, socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const drop = (): void => sockets.clients.forEach((socket) => socket.terminate())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    ...{ said: at.said, next: at.heard.next, drop },
    tell: (type, data) => at.sessions.forEach((session) => send(session, type, data)),
    forget: (snapshot) => {
      at.snapshot = snapshot
      at.sessions.clear()
      drop()
    },
    close: () => {
      drop()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

const attend = (at: Knowing, socket: WebSocket): void => {
  let session: Session | undefined
  socket.on('message', (raw: Buffer) => {
    // A cast at the seam: the client under test speaks this protocol.
    const message = JSON.parse(raw.toString()) as Said
    if (message.type === 'connect') session = meet(at, socket, message)
    else if (session !== undefined) answer(at, session, message)
  })
  socket.on('close', () => {
    if (session?.socket === socket) session.socket = undefined
  })
}

const send = (session: Session, type: string, data: Data): void => {
  const numbered = { v: 1, type, id: randomUUID(), seq: session.sent.length + 1 }
  const text = JSON.stringify({ ...numbered, ts: '2026-01-01T00:00:00.000Z', thread_id: null, data })
  session.sent.push(text)
  session.socket?.send(text)
}

const meet = ({ sessions, known, snapshot }: Knowing, socket: WebSocket, { data }: Said): Session => {
  const resume = data['resume'] as { readonly session_id: string; readonly last_seq: number } | undefined
  const old = sessions.get(resume?.session_id ?? '')
  if (old !== undefined) {
    old.socket = socket
    const again = old.sent.slice(resume?.last_seq)
    for (const text of again) socket.send(text)
    send(old, 'resumed', { session_id: old.id, replayed: again.length, gap: false })
    return old
  }
  const session: Session = { id: randomUUID(), sent: [], socket }
  sessions.set(session.id, session)
  const user = { id: data['public_key'], public_key: data['public_key'] }
  const init = { user, threads: known.threads, session_id: session.id, heartbeat_ms: 30_000, replay_size: 1000 }
  send(session, 'init', init)
  if (resume !== undefined) send(session, 'resumed', { session_id: session.id, replayed: 0, gap: true, snapshot })
  return session
}

const answer = ({ known, said, heard }: Knowing, session: Session, message: Said): void => {
  if (message.type === 'ping') return send(session, 'pong', { nonce: message.data['nonce'] })
  if (message.type === 'ack') return
  said.push(message)
  if (message.type === 'get_thread') {
    const thread = String(message.data['thread_id'])
    send(session, 'thread_messages', {
      ...{ thread_id: thread, messages: known.messages[thread] ?? [], has_more: false },
    })
  }
  heard.hear(message)
}

/** Messages and those who wait for one. */
const listening = () => {
  const untaken: Said[] = []
  const waiting: { readonly type: string; readonly take: (message: Said) => void }[] = []
  return {
    hear: (message: Said): void => {
      const at = waiting.findIndex(({ type }) => type === message.type)
      if (at < 0) untaken.push(message)
      else waiting.splice(at, 1)[0]?.take(message)
    },
    next: (type: string): Promise<Said> => {
      const at = untaken.findIndex((message) => message.type === type)
      const [found] = at < 0 ? [] : untaken.splice(at, 1)
      return found === undefined ? new Promise((take) => waiting.push({ type, take })) : Promise.resolve(found)
    },
  }
}
