import { Socket } from 'node:net'
import { carry } from './lane.js'
import type { Switch } from './switch.js'

/** A connection through the proxy: one to the client and one to the server. */
export interface Bridge {
  /** Whether an answer was swallowed in part: nothing that comes later would be understood. */
  readonly isTorn: () => boolean
  /** RST to both sides. */
  readonly reset: () => void
  /** FIN to both sides. */
  readonly close: () => void
}

/** Where a bridge leads. */
export interface Ways {
  readonly port: number
  readonly switch: Switch
  /** Takes the bytes of answers that were swallowed. */
  readonly swallow: (bytes: number) => void
}

/** Joins a client that was accepted to the server. In half-open mode the server is called only when the mode changes. */
export const bridge = (client: Socket, { port, switch: at, swallow }: Ways): Bridge => {
  const server = new Socket({ allowHalfOpen: true })
  let isTorn = false
  const torn = (bytes: number) => {
    isTorn = true
    swallow(bytes)
  }
  const both = [client, server] as const
  for (const [one, other] of [both, [server, client]] as const) {
    one.setNoDelay(true)
    // A fault on one side is told to the other by the loss of the connection.
    one.on('error', () => other.resetAndDestroy())
    one.on('close', () => other.destroySoon())
  }
  const called = whenForwarding(at).then(() => {
    if (client.destroyed) server.destroy()
    else server.connect({ port, host: '127.0.0.1' })
  })
  carry({ from: client, to: server, switch: at, ready: called, swallow: undefined })
  carry({ from: server, to: client, switch: at, ready: Promise.resolve(), swallow: torn })
  return {
    isTorn: () => isTorn,
    reset: () => both.forEach((socket) => socket.resetAndDestroy()),
    close: () => both.forEach((socket) => socket.destroy()),
  }
}

const whenForwarding = async (at: Switch): Promise<void> => {
  while (at.now()._tag === 'HalfOpen') await at.changed()
}
