import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { freePort } from '../port.js'
import { bridge, type Bridge } from './bridge.js'
import type { Mode } from './mode.js'
import { modeSwitch } from './switch.js'

/** A TCP proxy in front of a server on this machine, for faults that a server does not make on demand. */
export interface Proxy {
  /** The loopback port it listens on. */
  readonly port: number
  /** Changes what it does; resolves when that holds for every connection, also for those that are open. */
  readonly set: (mode: Mode) => Promise<void>
  /** How many connections are open through it. */
  readonly connections: () => number
  /** How many bytes the clients have sent so far. */
  readonly asked: () => number
  /** How many bytes of answers were swallowed so far. */
  readonly swallowed: () => number
  /** Ends every connection and listens no longer. */
  readonly stop: () => Promise<void>
}

/** Starts a proxy on a free loopback port to a loopback port; it passes everything on until it is told otherwise. */
export const proxyTo = async (target: number): Promise<Proxy> => {
  const port = await freePort()
  const at = modeSwitch()
  const open = new Map<Socket, Bridge>()
  const total = { asked: 0, swallowed: 0 }
  const ways = { port: target, switch: at, swallow: (bytes: number) => void (total.swallowed += bytes) }
  const door = createServer({ allowHalfOpen: true }, (client) => {
    if (at.now()._tag === 'Reset') return void client.resetAndDestroy()
    open.set(client, bridge(client, ways))
    client.on('data', ({ length }: Buffer) => void (total.asked += length))
    client.on('close', () => void open.delete(client))
  })
  const closeAll = () => open.forEach((each) => each.close())
  const resetAll = (which: (each: Bridge) => boolean) =>
    open.forEach((each) => {
      if (which(each)) each.reset()
    })
  await listen(door, port)
  return {
    port,
    set: async (mode) => {
      at.set(mode)
      if (mode._tag === 'Reset') resetAll(() => true)
      if (mode._tag !== 'DropAnswer') resetAll((each) => each.isTorn())
      if (mode._tag === 'Refuse') {
        closeAll()
        await shut(door)
      } else await listen(door, port)
    },
    connections: () => open.size,
    asked: () => total.asked,
    swallowed: () => total.swallowed,
    stop: async () => {
      closeAll()
      await shut(door)
    },
  }
}

const listen = async (door: Server, port: number): Promise<void> => {
  if (door.listening) return
  door.listen({ port, host: '127.0.0.1' })
  await once(door, 'listening')
}

const shut = (door: Server): Promise<void> => new Promise((resolve) => void door.close(() => resolve()))
