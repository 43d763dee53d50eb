import { once } from 'node:events'
import type { ServerMessage } from '@chorale/core/connection'
import { WebSocket, type ClientOptions } from 'ws'

/** A socket without any cleverness: what the server says is what is read. */
export interface Bare {
  readonly say: (type: string, data: object, id?: string) => void
  readonly raw: (text: string | Buffer) => void
  /** The next message, of this type where one is named. */
  readonly hear: (type?: string) => Promise<ServerMessage>
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  readonly socket: WebSocket
}

let count = 0

/** Connects; resolves when it is open. */
export const bare = async (port: number, options: ClientOptions = {}): Promise<Bare> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, options)
  const waiting: ServerMessage[] = []
  let wake = () => undefined as unknown
  socket.on('message', (data: Buffer) => {
    waiting.push(JSON.parse(data.toString('utf8')) as ServerMessage)
    wake()
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  )
  await once(socket, 'open')
  const raw = (text: string | Buffer) => socket.send(text)
  return {
    raw,
    closed,
    socket,
    say: (type, data, id = `m${(count += 1)}`) => raw(JSON.stringify({ v: 1, type, id, data })),
    hear: async (type) => {
      for (;;) {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
          if (type === undefined || next.type === type) return next
        await new Promise<void>((resolve) => void (wake = resolve))
      }
    },
  }
}

/** What a request to upgrade is answered with where it is refused. */
export const refusedWith = (port: number, options: ClientOptions = {}): Promise<number | undefined> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, options)
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode))
    socket.on('error', () => undefined)
    socket.on('open', () => {
      socket.terminate()
      resolve(101)
    })
  })

/** Says who it is, and waits to be let in. */
export const known = async (port: number, publicKey = 'key', options: ClientOptions = {}): Promise<Bare> => {
  const client = await bare(port, options)
  client.say('connect', { public_key: publicKey })
  await client.hear('init')
  return client
}
