/** One server of the load command, in a process of its own: ours, or `ws` as it is. It does what its parent says. */
import type { LoopEvent } from '@chorale/core/connection'
import { WebSocketServer, type WebSocket } from 'ws'
import { serve } from '../../src/index.js'
import { tinyHost } from '../tiny-host.js'
import type { Memory, ToServer } from './words.js'

/** What both servers can do. */
interface Loaded {
  readonly port: number
  readonly push: (to: number | 'all', text: string) => void
  readonly open: () => number
}

/** Their clients are told apart by what they put into the address; nothing else is limited here. */
const limits = { connections: 1_000_000, requestsPerMinute: 1_000_000, heartbeatMs: 600_000 }

const ours = async (): Promise<Loaded> => {
  const server = serve({
    ...{ ...tinyHost(), limits, times: { authMs: 600_000 } },
    clientOf: ({ url = '' }) => url,
  })
  const { port } = await server.listen({ host: '127.0.0.1' })
  const event = (thread: string, text: string): LoopEvent => ({
    ...{ loopId: 'l', thread, type: 'chorus_response', isLast: false, isDroppable: false },
    data: { loop_id: 'l', status: 'running', content: text, at: String(process.hrtime.bigint()) },
  })
  return {
    port,
    push: (to, text) => void server.publish(event(to === 'all' ? 'all' : `c${to}`, text)),
    open: () => server.stats().sockets,
  }
}

const bare = async (): Promise<Loaded> => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false, clientTracking: false })
  await new Promise((resolve) => server.on('listening', resolve))
  const single = new Map<number, WebSocket>()
  const rest = new Set<WebSocket>()
  server.on('connection', (socket, request) => {
    const url = request.url ?? ''
    const name = Number(new URLSearchParams(url.split('?')[1]).get('c'))
    const isSingle = url.includes('single')
    if (isSingle) single.set(name, socket)
    else rest.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => (isSingle ? single.delete(name) : rest.delete(socket)))
  })
  const address = server.address()
  const message = (text: string) =>
    JSON.stringify({
      ...{ v: 1, type: 'chorus_response', id: '00000000-0000-0000-0000-000000000000', seq: 1 },
      ...{ ts: new Date().toISOString(), thread_id: 'all' },
      data: { loop_id: 'l', status: 'running', content: text, at: String(process.hrtime.bigint()) },
    })
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    push: (to, text) => {
      const data = message(text)
      if (to === 'all') for (const socket of rest) socket.send(data)
      else single.get(to)?.send(data)
    },
    open: () => single.size + rest.size,
  }
}

const memory = (): Memory => {
  globalThis.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, heap: heapUsed + external }
}

const tell = (said: object) => void process.send?.(said)

const main = async (): Promise<void> => {
  const loaded = await (process.argv[2] === 'ours' ? ours() : bare())
  process.on('message', (order: ToServer) => {
    switch (order.do) {
      case 'memory':
        return tell({ memory: memory(), open: loaded.open() })
      case 'push': {
        const before = process.cpuUsage()
        loaded.push(order.to, order.text)
        const { user, system } = process.cpuUsage(before)
        return tell({ cpuMs: (user + system) / 1000 })
      }
      case 'end':
        return process.exit(0)
    }
  })
  process.on('disconnect', () => process.exit(0))
  tell({ port: loaded.port })
}

await main()
