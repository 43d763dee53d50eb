import { describe, expect, it } from 'vitest'
import { until } from '@chorale/rig'
import { bare, known, refusedWith } from './bare.js'
import { tinyHost } from './tiny-host.js'
import { listening } from './with-server.js'

describe('who is let in', () => {
  it('is not a page of another origin', async () => {
    const { port } = await listening(tinyHost(), { allowedOrigins: ['https://example.org'] })
    expect(await refusedWith(port, { origin: 'https://evil.example' })).toBe(403)
    expect(await refusedWith(port, { origin: 'https://example.org.evil.example' })).toBe(403)
    expect(await refusedWith(port, { origin: 'https://example.org' })).toBe(101)
    expect(await refusedWith(port)).toBe(101)
  })

  it('is a page of the own host unless told otherwise', async () => {
    const { port } = await listening(tinyHost())
    expect(await refusedWith(port, { origin: `http://127.0.0.1:${port}` })).toBe(101)
    expect(await refusedWith(port, { origin: 'http://127.0.0.1:1' })).toBe(403)
    expect(await refusedWith(port, { origin: 'null' })).toBe(403)
  })

  it('is decided by the host before the handshake, which is not made without its word', async () => {
    const host = tinyHost()
    const { port } = await listening(host, { admit: ({ headers }) => Promise.resolve(headers['x-pass'] === 'yes') })
    expect(await refusedWith(port)).toBe(401)
    expect(await refusedWith(port, { headers: { 'x-pass': 'yes' } })).toBe(101)
    const broken = await listening(host, { admit: () => Promise.reject(new Error('no directory')) })
    expect(await refusedWith(broken.port)).toBe(401)
    expect(host.faults).toEqual(['admit failed: Error: no directory'])
  })

  it('is not a stranger: the key is refused, and nothing else is answered before', async () => {
    const host = tinyHost()
    const { port } = await listening(host)
    const client = await bare(port)
    client.say('submit_prompt', { prompt: 'Let me', thread_id: 't' })
    expect(await client.hear()).toMatchObject({ type: 'error', data: { code: 'AUTH_REQUIRED' } })
    client.say('connect', { public_key: 'stranger' })
    expect(await client.hear()).toMatchObject({ type: 'error', data: { code: 'AUTH_FAILED' } })
    expect(host.started.size).toBe(0)
  })

  it('is told by 1013 that there is no room, and by 1008 that its share is used up', async () => {
    const clientOf = ({ headers }: { readonly headers: object }) =>
      String(new Map(Object.entries(headers)).get('x-client'))
    const { server, port } = await listening(tinyHost(), { clientOf, limits: { connections: 7 } })
    const from = (client: string) => ({ headers: { 'x-client': client } })
    for (let i = 0; i < 5; i += 1) await bare(port, from('one'))
    expect(await (await bare(port, from('one'))).closed).toEqual({ code: 1008, reason: 'Rate limited' })
    await bare(port, from('two'))
    const last = await bare(port, from('two'))
    expect(await (await bare(port, from('three'))).closed).toEqual({ code: 1013, reason: 'At capacity' })
    last.socket.close()
    expect(await until(() => server.stats().sockets === 6, 2000)).toBe(true)
    expect((await bare(port, from('three'))).socket.readyState).toBe(1)
  })

  it('has to say who it is in time', async () => {
    const clock = { now: 1_000_000, act: () => undefined as unknown }
    const { port } = await listening(tinyHost(), {
      clock: { now: () => clock.now, every: (_ms, act) => ((clock.act = act), () => undefined) },
    })
    const [silent, speaking] = [await bare(port), await known(port)]
    clock.now += 10_001
    clock.act()
    expect(await silent.closed).toEqual({ code: 1008, reason: 'Authentication required' })
    speaking.say('ping', {})
    expect(await speaking.hear()).toMatchObject({ type: 'pong' })
  })
})
