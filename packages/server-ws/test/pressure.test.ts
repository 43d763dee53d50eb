import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { until } from '@chorale/rig'
import type { LoopEvent } from '@chorale/core/connection'
import { serve } from '../src/index.js'
import { bare, known, refusedWith } from './bare.js'
import { said, tinyHost } from './tiny-host.js'
import { connected, isOpen } from './with-client.js'
import { atEnd, listening } from './with-server.js'

const large = (isDroppable: boolean, seq: number): LoopEvent => ({
  ...{ loopId: 'l', thread: 't', type: 'chorus_response', isLast: false, isDroppable },
  data: { loop_id: 'l', seq, content: 'x'.repeat(50_000) },
})

const follower = async (port: number) => {
  const client = await known(port)
  client.say('get_thread', { thread_id: 't' })
  await client.hear('thread_messages')
  return client
}

describe('a client that reads too slowly', () => {
  it('misses pieces before they get a number, and nothing else', async () => {
    const { server, port } = await listening(tinyHost())
    const [slow, quick] = [await follower(port), await follower(port)]
    slow.socket.pause()
    let told = 0
    // The kernel takes some megabytes before anything waits here.
    expect(
      await until(async () => {
        for (let i = 0; i < 20; i += 1) if (server.publish(large(true, (told += 1))) === 1) return true
        await quick.hear()
        return false
      }, 10_000),
    ).toBe(true)
    expect(server.publish(large(false, 0))).toBe(2)
    slow.socket.resume()
    const seqs: number[] = []
    for (;;) {
      const { seq, data } = await slow.hear('chorus_response')
      seqs.push(seq)
      if (data['seq'] === 0) break
    }
    expect(seqs).toEqual(Array.from(seqs, (_, i) => (seqs[0] ?? 0) + i))
    expect(seqs.length).toBeLessThan(told + 1)
    expect(server.stats().sockets).toBe(2)
  })

  it('is closed with 1013 when even what may not be dropped waits, and costs nobody else anything', async () => {
    const { server, port } = await listening(tinyHost(), { limits: { replayBytes: 200_000_000 } })
    const slow = await follower(port)
    const quick = await follower(port)
    slow.socket.pause()
    let told = 0
    let heard = 0
    const all = until(() => heard === told && told > 0, 20_000)
    void (async () => {
      for (;;) {
        const { data } = await quick.hear('chorus_response')
        heard = Number(data['seq'])
      }
    })()
    expect(
      await until(async () => {
        for (let i = 0; i < 20 && server.stats().sockets === 2; i += 1) server.publish(large(false, (told += 1)))
        await until(() => heard === told, 10_000)
        return server.stats().sockets === 1
      }, 20_000),
    ).toBe(true)
    expect(await all).toBe(true)
    expect(server.stats().sessions).toBe(2)
    slow.socket.resume()
    expect([1013, 1006]).toContain((await slow.closed).code)
  })
})

describe('a server that is closed', () => {
  it('lets everybody have what was said, says goodbye, and leaves loops to the host', async () => {
    const host = tinyHost()
    const { server, port } = await listening(host)
    const client = await known(port)
    client.say('submit_prompt', { prompt: 'Long', thread_id: 't' })
    await client.hear('state_update')
    const loop = host.started.get('Long')
    loop?.tell(...Array.from({ length: 50 }, (_, i) => said(loop.request, i + 1)))
    for (let i = 0; i < 50; i += 1) await client.hear('chorus_response')
    server.publish({ ...large(false, 77), thread: 't', loopId: loop?.request.loopId ?? '' })
    const closing = server.close()
    expect(server.close()).toBe(closing)
    expect((await client.hear('chorus_response')).data['seq']).toBe(77)
    expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' })
    await closing
    expect(loop?.cancelled).toEqual([])
    expect(server.stats()).toMatchObject({ sockets: 0, polls: 0 })
  })

  it('does not wait for ever for one who reads nothing', async () => {
    const host = tinyHost()
    const server = serve({ ...host, times: { drainMs: 300 } })
    const { port } = await server.listen({ host: '127.0.0.1' })
    const slow = await follower(port)
    slow.socket.pause()
    atEnd.push(() => slow.socket.terminate())
    await until(() => {
      for (let i = 0; i < 100; i += 1) server.publish(large(false, i))
      return server.stats().sockets === 0
    }, 10_000)
    const begun = performance.now()
    await server.close()
    expect(performance.now() - begun).toBeLessThan(4000)
  })

  it('lets nobody in while it says goodbye, on a server of the host as well', async () => {
    const http = createServer()
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    atEnd.push(() => void http.close())
    const { port } = http.address() as AddressInfo
    let letIn: (isIn: boolean) => void = () => undefined
    const host = tinyHost()
    const server = serve({ ...host, server: http, admit: () => new Promise((resolve) => void (letIn = resolve)) })
    await server.listen()
    const waiting = refusedWith(port)
    await until(() => server.stats().sockets === 0 && letIn.length === 1, 2000)
    const closing = server.close()
    letIn(true)
    expect(await waiting).toBe(503)
    await closing
  })
})

describe('a session whose client stays away', () => {
  it('is kept for ten minutes with its loop, which is then ended, and forgotten', async () => {
    const clock = { now: 1_000_000, act: () => undefined as unknown }
    const host = tinyHost()
    const { server, port } = await listening(host, {
      clock: { now: () => clock.now, every: (_ms, act) => ((clock.act = act), () => undefined) },
    })
    const sweepAll = () => {
      for (let i = 0; i < 10; i += 1) clock.act()
    }
    const client = await known(port)
    client.say('submit_prompt', { prompt: 'Long', thread_id: 't' })
    await client.hear('state_update')
    client.socket.close()
    expect(await until(() => server.stats().sockets === 0, 2000)).toBe(true)
    clock.now += 599_000
    sweepAll()
    expect(host.started.get('Long')?.cancelled).toEqual([])
    expect(server.stats().sessions).toBe(1)
    clock.now += 1000
    sweepAll()
    expect(await until(() => host.started.get('Long')?.cancelled.length === 1, 2000)).toBe(true)
    sweepAll()
    expect(server.stats().sessions).toBe(0)
  })

  it('is told to be gone when it is silent, unless its platform answers a ping', async () => {
    const clock = { now: 1_000_000, act: () => undefined as unknown }
    const { server, port } = await listening(tinyHost(), {
      clock: { now: () => clock.now, every: (_ms, act) => ((clock.act = act), () => undefined) },
    })
    const deaf = await bare(port, { autoPong: false })
    deaf.say('connect', { public_key: 'deaf' })
    await deaf.hear('init')
    const alive = connected(port)
    await alive.when(isOpen())
    for (let i = 0; i < 4; i += 1) {
      clock.now += 10_000
      const pinged = once(deaf.socket, 'ping')
      for (let k = 0; k < 10; k += 1) clock.act()
      if (i === 1) await pinged
      await alive.client.ping()
    }
    expect((await deaf.closed).code).toBe(4000)
    expect(server.stats().sockets).toBe(1)
  })
})
