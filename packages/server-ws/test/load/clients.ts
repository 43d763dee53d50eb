/** Some thousands of clients of the load command, in a process of their own. They do what their parent says. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { ToClients, Which } from './words.js'

/** A client and how far it has come. */
interface One {
  readonly name: number
  readonly thread: string
  socket: WebSocket
  sessionId: string | null
  seq: number
  isStalled: boolean
}

interface Said {
  readonly type: string
  readonly seq: number
  readonly data: { readonly session_id?: string; readonly at?: string; readonly gap?: boolean }
}

const which = process.argv[2] as Which
const AT_ONCE = 64
const all: One[] = []
const latencies: number[] = []
let port = 0
let heard = 0
let wanted = Infinity
let gaps = 0

const tell = (said: object) => void process.send?.(said)

const arrived = (one: One, text: string, ready: () => void): void => {
  const { type, seq, data } = JSON.parse(text) as Said
  one.seq = seq
  if (data.session_id !== undefined) one.sessionId = data.session_id
  if (type === 'init') one.socket.send(`{"type":"get_thread","id":"g","data":{"thread_id":"${one.thread}"}}`)
  if (data.gap === true) gaps += 1
  if (type === 'thread_messages' || type === 'resumed') ready()
  if (type !== 'chorus_response') return
  if (one.thread !== 'all') return void latencies.push(Number(process.hrtime.bigint() - BigInt(data.at ?? 0)) / 1000)
  heard += 1
  if (heard === wanted) tell({ at: String(process.hrtime.bigint()) })
}

/** Resolves when the client is all set. */
const open = async (one: One): Promise<void> => {
  const kind = one.thread === 'all' ? 'rest' : 'single'
  one.socket = new WebSocket(`ws://127.0.0.1:${port}/ws?c=${one.name}&${kind}`, { perMessageDeflate: false })
  const { socket } = one
  socket.on('error', () => undefined)
  const ready = new Promise<void>((resolve) =>
    socket.on('message', (data: Buffer) => arrived(one, data.toString('utf8'), resolve)),
  )
  await once(socket, 'open')
  if (which === 'bare') return
  const resume = one.sessionId === null ? '' : `,"resume":{"session_id":"${one.sessionId}","last_seq":${one.seq}}`
  socket.send(`{"type":"connect","id":"c${one.seq}","data":{"public_key":"k${one.name}"${resume}}}`)
  await ready
}

/** Milliseconds that it took to open all of them, so many at a time. */
const openAll = async (ones: readonly One[]): Promise<number> => {
  const begun = performance.now()
  const rest = ones[Symbol.iterator]()
  const lane = async () => {
    for (const one of rest) await open(one)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return performance.now() - begun
}

const obey = async (order: ToClients): Promise<void> => {
  switch (order.do) {
    case 'open': {
      port = order.port
      for (let i = 0; i < order.count; i += 1) {
        const name = order.from + i
        const thread = i < order.single ? `c${name}` : 'all'
        // A cast by construction: the socket is there before anything looks at it.
        all.push({ name, thread, sessionId: null, seq: 0, isStalled: false } as unknown as One)
      }
      return tell({ ms: await openAll(all) })
    }
    case 'latencies':
      return tell({ latencies: latencies.splice(0) })
    case 'await':
      heard = 0
      wanted = order.messages * all.filter(({ thread, isStalled }) => thread === 'all' && !isStalled).length
      return tell({ armed: true })
    case 'stall':
      for (const one of all.filter(({ thread }) => thread === 'all').slice(0, order.count)) {
        one.isStalled = true
        one.socket.pause()
      }
      return tell({ stalled: order.count })
    case 'again': {
      all.forEach(({ socket }) => socket.terminate())
      const ms = await openAll(all)
      return tell({ ms, gaps })
    }
    case 'end':
      process.exit(0)
  }
}

process.on('message', (order: ToClients) => void obey(order))
process.on('disconnect', () => process.exit(0))
tell({ ready: true })
