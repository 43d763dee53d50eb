import { WebSocket } from 'ws'
import { describe, expect, it } from 'vitest'
import { mode, proxyTo, until } from '@chorale/rig'
import { ended, said, tinyHost } from './tiny-host.js'
import { connected, is, isOpen, numbers } from './with-client.js'
import { atEnd, listening } from './with-server.js'

/** A WebSocket that gets through only while it is let. */
const gate = () => {
  const at = { isOpen: false }
  class Gated extends WebSocket {
    constructor(url: string) {
      super(at.isOpen ? url : 'ws://127.0.0.1:1/')
    }
  }
  return { at, Gated }
}

const post = async (port: number, body: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`http://127.0.0.1:${port}/poll`, { method: 'POST', body, headers })
  const text = await response.text()
  return {
    status: response.status,
    body: text === '' ? null : (JSON.parse(text) as unknown),
    headers: response.headers,
  }
}

describe('polling', () => {
  it('carries a whole conversation where sockets do not get through', async () => {
    const host = tinyHost((request) => [said(request, 1), ended(request)])
    const { port, server } = await listening(host)
    const { Gated } = gate()
    const { client, next, when, events } = connected(port, { WebSocket: Gated, pollAfter: 2 })
    await when(isOpen('poll'))
    client.openThread('t')
    client.submit('By mail', { thread: 't' })
    await next(is('state_update', 'completed'))
    expect(numbers(events)).toEqual([...numbers(events)].sort((a, b) => a - b))
    expect(await until(() => client.unsent() === 0, 2000)).toBe(true)
    expect(server.stats()).toMatchObject({ sockets: 0, polls: 1 })
    expect(await client.ping()).toBeGreaterThanOrEqual(0)
  })

  it('and sockets take turns in one session, which misses nothing', async () => {
    const host = tinyHost()
    const { port } = await listening(host)
    const proxy = await proxyTo(port)
    atEnd.push(proxy.stop)
    const { at, Gated } = gate()
    at.isOpen = true
    const { client, next, when, events } = connected(proxy.port, {
      ...{ WebSocket: Gated, pollAfter: 1, times: { socketAgainMs: 50 } },
    })
    client.submit('Long', { thread: 't' })
    await next(is('state_update', 'awaiting'))
    const loop = host.started.get('Long')
    if (loop === undefined) throw new Error('no loop')
    let told = 0
    const tell = (count: number) => loop.tell(...Array.from({ length: count }, () => said(loop.request, (told += 1))))
    for (let turn = 0; turn < 3; turn += 1) {
      tell(10)
      at.isOpen = false
      await proxy.set(mode.reset)
      tell(10)
      await proxy.set(mode.pass)
      await when(isOpen('poll'))
      tell(10)
      at.isOpen = true
      await when(isOpen('socket'))
      tell(10)
    }
    loop.tell(ended(loop.request))
    await next(is('state_update', 'completed'))
    const seen = events.filter(is('chorus_response')).map((event) => (event.type === 'reset' ? 0 : event.data['seq']))
    expect(seen).toEqual(Array.from({ length: 120 }, (_, i) => i + 1))
  })

  it('is held until there is something to tell, and answered with nothing in the end', async () => {
    const clock = { now: 1_000_000, act: () => undefined as unknown }
    const host = tinyHost()
    const { port } = await listening(host, {
      clock: { now: () => clock.now, every: (_ms, act) => ((clock.act = act), () => undefined) },
    })
    const first = await post(port, '{"messages":[{"type":"connect","id":"c","data":{"public_key":"a"}}]}')
    const { session } = first.body as { readonly session: string }
    const init = await post(port, JSON.stringify({ session }))
    expect(init.body).toMatchObject({ session, messages: [{ type: 'init', seq: 1 }] })
    const held = post(port, JSON.stringify({ session, ack: 1 }))
    let isAnswered = false
    void held.then(() => (isAnswered = true))
    // Another request on the way there and back: the one that is held has arrived by then, and has no answer.
    await post(port, JSON.stringify({ session, messages: [{ type: 'ack', data: { seq: 1 } }] }))
    expect(isAnswered).toBe(false)
    clock.now += 25_000
    expect(
      await until(() => {
        clock.act()
        return isAnswered
      }, 2000),
    ).toBe(true)
    expect((await held).body).toEqual({ session, messages: [] })
    clock.now += 30_001
    clock.act()
    expect((await post(port, JSON.stringify({ session }))).status).toBe(404)
  })

  it('refuses pages of other origins, what is too large and what is none', async () => {
    const { port } = await listening(tinyHost(), { allowedOrigins: ['https://a.example'] })
    expect((await post(port, '{}', { origin: 'https://b.example' })).status).toBe(403)
    const allowed = await post(port, '{}', { origin: 'https://a.example' })
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, 'https://a.example'])
    expect((await post(port, '[')).status).toBe(400)
    expect((await post(port, '{"messages":{}}')).status).toBe(400)
    expect((await post(port, `{"x":"${'x'.repeat(70_000)}"}`)).status).toBe(413)
    expect((await post(port, '{"session":"made up"}')).status).toBe(404)
    expect((await fetch(`http://127.0.0.1:${port}/poll`)).status).toBe(405)
  })

  it('counts as a connection of its client', async () => {
    const { port } = await listening(tinyHost(), { limits: { connectionsPerClient: 2, connections: 2 } })
    expect((await post(port, '{}')).status).toBe(200)
    expect((await post(port, '{}')).status).toBe(200)
    expect((await post(port, '{}')).status).toBe(503)
  })
})
