/**
 * So many sockets against a server in a process of its own, from clients in two others, and the same against `ws` as it is: memory of a socket,
 * connections a second, the latency of a push to one, the time of a broadcast, readers that stall, everybody coming back at once. Prints a table
 * and one line of JSON.
 *
 *     node --import tsx --conditions=@chorale/source packages/server-ws/tools/load.ts [--sockets 10000] [--stalled 1000] [--pushes 2000]
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { bundled } from '../test/load/bundled.js'
import { numbersFrom } from './numbers.js'
import type { Memory, ToClients, ToServer, Which } from '../test/load/words.js'

/** How much load. */
export interface Load {
  readonly sockets: number
  readonly stalled: number
  readonly pushes: number
  readonly broadcasts: number
}

/** What was measured of one server. */
export interface Figures {
  readonly which: Which
  readonly open: number
  readonly kbPerSocketRss: number
  readonly kbPerSocketHeap: number
  readonly connectsPerSecond: number
  readonly pushP50Ms: number
  readonly pushP99Ms: number
  readonly broadcastMs: number
  readonly broadcastCpuMs: number
  readonly stall: Stall | null
  readonly reconnectMs: number
  readonly reconnectGaps: number
}

/** What readers that stall cost. */
export interface Stall {
  readonly openAfter: number
  readonly baseMb: number
  readonly peakMb: number
  readonly pushP99Ms: number
  readonly sentMb: number
}

/** Sockets that get pushes of their own. */
const SINGLE = 50

interface Child<Order> {
  readonly ask: <A>(order: Order) => Promise<A>
  readonly heard: <A>() => Promise<A>
  readonly end: () => Promise<void>
}

const child = async <Order extends object>(
  file: 'server' | 'clients',
  which: Which,
): Promise<{ readonly first: unknown } & Child<Order>> => {
  const process_: ChildProcess = fork(await bundled(file), [which], { execArgv: ['--expose-gc'] })
  const heard = async <A>(): Promise<A> => {
    const gone = new AbortController()
    const died = once(process_, 'exit', { signal: gone.signal }).then(([code]) =>
      Promise.reject(new Error(`a process of the load (${file}) ended with ${String(code)}`)),
    )
    died.catch(() => undefined)
    const [said] = (await Promise.race([once(process_, 'message'), died])) as [A]
    gone.abort()
    return said
  }
  const first = await heard()
  return {
    first,
    heard,
    ask: async <A>(order: Order) => {
      const answer = heard<A>()
      process_.send(order)
      return answer
    },
    end: async () => {
      const ended = once(process_, 'exit')
      process_.disconnect()
      await ended
    },
  }
}

type Server = Child<ToServer>
type Clients = readonly Child<ToClients>[]

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN

/** Pushes to one socket after another, and what it took until they were heard, in milliseconds. */
const pushed = async (server: Server, clients: Clients, { pushes, sockets }: Load): Promise<readonly number[]> => {
  const half = sockets / 2
  for (let i = 0; i < pushes; i += 1)
    await server.ask({ do: 'push', to: (i % 2) * half + (Math.floor(i / 2) % SINGLE), text: 'x'.repeat(300) })
  const told = await Promise.all(clients.map((each) => each.ask<{ latencies: number[] }>({ do: 'latencies' })))
  return told.flatMap(({ latencies }) => latencies.map((us) => us / 1000))
}

/** Milliseconds until the last has heard, and of the server's processor, the median of some. */
const broadcast = async (server: Server, clients: Clients, { broadcasts }: Load) => {
  const [wall, cpu]: [number[], number[]] = [[], []]
  for (let i = 0; i < broadcasts; i += 1) {
    await Promise.all(clients.map((each) => each.ask({ do: 'await', messages: 1 })))
    const last = Promise.all(clients.map((each) => each.heard<{ at: string }>()))
    const begun = process.hrtime.bigint()
    cpu.push((await server.ask<{ cpuMs: number }>({ do: 'push', to: 'all', text: 'x'.repeat(600) })).cpuMs)
    const ends = (await last).map(({ at }) => Number(BigInt(at) - begun) / 1e6)
    wall.push(Math.max(...ends))
  }
  return { broadcastMs: quantile(wall, 0.5), broadcastCpuMs: quantile(cpu, 0.5) }
}

/** Some stop reading while everybody is told much: what the server holds for them, and what the others feel. */
const stall = async (server: Server, clients: Clients, load: Load): Promise<Stall> => {
  await Promise.all(clients.map((each) => each.ask({ do: 'stall', count: load.stalled / 2 })))
  const text = 'x'.repeat(60_000)
  const latencies: number[] = []
  const base = await server.ask<{ memory: Memory }>({ do: 'memory' })
  let [peak, sent, open] = [0, 0, load.sockets]
  // What the kernel takes for a socket that stalls is some megabytes; then it is ours.
  for (let round = 0; round < 60 && open > load.sockets - load.stalled; round += 1) {
    for (let i = 0; i < 4; i += 1) {
      await Promise.all(clients.map((each) => each.ask({ do: 'await', messages: 1 })))
      const last = Promise.all(clients.map((each) => each.heard()))
      await server.ask({ do: 'push', to: 'all', text })
      await last
      sent += text.length / 1e6
    }
    latencies.push(...(await pushed(server, clients, { ...load, pushes: 20 })))
    const now = await server.ask<{ memory: Memory; open: number }>({ do: 'memory' })
    peak = Math.max(peak, now.memory.rss)
    open = now.open
  }
  return {
    openAfter: open,
    baseMb: base.memory.rss / 1e6,
    peakMb: peak / 1e6,
    pushP99Ms: quantile(latencies, 0.99),
    sentMb: sent,
  }
}

/** Measures one server. */
export const measure = async (which: Which, load: Load): Promise<Figures> => {
  const server = await child<ToServer>('server', which)
  const { port } = server.first as { readonly port: number }
  const clients = await Promise.all([0, 1].map(() => child<ToClients>('clients', which)))
  const half = load.sockets / 2
  const before = await server.ask<{ memory: Memory }>({ do: 'memory' })
  const opened = await Promise.all(
    clients.map((each, i) =>
      each.ask<{ ms: number }>({ do: 'open', port, from: i * half, count: half, single: SINGLE }),
    ),
  )
  const after = await server.ask<{ memory: Memory; open: number }>({ do: 'memory' })
  const kb = (of: keyof Memory) => (after.memory[of] - before.memory[of]) / load.sockets / 1024
  const pushes = await pushed(server, clients, load)
  const told = await broadcast(server, clients, load)
  const back = await Promise.all(clients.map((each) => each.ask<{ ms: number; gaps: number }>({ do: 'again' })))
  const stalled = which === 'ours' && load.stalled > 0 ? await stall(server, clients, load) : null
  await Promise.all([...clients, server].map(({ end }) => end()))
  return {
    ...{ which, open: after.open, kbPerSocketRss: kb('rss'), kbPerSocketHeap: kb('heap') },
    connectsPerSecond: load.sockets / (Math.max(...opened.map(({ ms }) => ms)) / 1000),
    ...{ pushP50Ms: quantile(pushes, 0.5), pushP99Ms: quantile(pushes, 0.99), ...told, stall: stalled },
    reconnectMs: Math.max(...back.map(({ ms }) => ms)),
    reconnectGaps: back.reduce((sum, { gaps }) => sum + gaps, 0),
  }
}

const row = (what: string, [bare, ours]: readonly [number, number], unit: string): string =>
  `${what.padEnd(34)}${bare.toFixed(2).padStart(10)}${ours.toFixed(2).padStart(10)}  ${(ours / bare).toFixed(2)}x  ${unit}`

const table = (bare: Figures, ours: Figures): string =>
  [
    `${''.padEnd(34)}${'ws'.padStart(10)}${'ours'.padStart(10)}`,
    row('sockets', [bare.open, ours.open], ''),
    row('memory of a socket, resident', [bare.kbPerSocketRss, ours.kbPerSocketRss], 'KB'),
    row('memory of a socket, objects', [bare.kbPerSocketHeap, ours.kbPerSocketHeap], 'KB'),
    row('connections (ours: let in, thread)', [bare.connectsPerSecond, ours.connectsPerSecond], '/s'),
    row('push to one, p50', [bare.pushP50Ms, ours.pushP50Ms], 'ms'),
    row('push to one, p99', [bare.pushP99Ms, ours.pushP99Ms], 'ms'),
    row('broadcast until the last heard', [bare.broadcastMs, ours.broadcastMs], 'ms'),
    row('broadcast, processor of the server', [bare.broadcastCpuMs, ours.broadcastCpuMs], 'ms'),
    row('everybody back (ours: resumed)', [bare.reconnectMs, ours.reconnectMs], 'ms'),
    `of these with a gap: ${ours.reconnectGaps}`,
    ...(ours.stall === null
      ? []
      : [
          `readers that stall: ${ours.open - ours.stall.openAfter} closed after ${ours.stall.sentMb.toFixed(1)} MB each, resident ${ours.stall.baseMb.toFixed(0)} MB before and ${ours.stall.peakMb.toFixed(0)} MB at most, push to others p99 ${ours.stall.pushP99Ms.toFixed(2)} ms`,
        ]),
  ].join('\n')

const main = async (): Promise<void> => {
  const usual = { sockets: 10_000, stalled: 1000, pushes: 2000, broadcasts: 15 }
  const load = numbersFrom(process.argv.slice(2), { command: 'load', usual, orNone: ['stalled'] })
  if (load === undefined) return void (process.exitCode = 64)
  const bare = await measure('bare', load)
  const ours = await measure('ours', load)
  console.log(table(bare, ours))
  console.log(JSON.stringify({ load, bare, ours }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
