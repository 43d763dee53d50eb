import { describe, expect, it } from 'vitest'
import { mode, proxyTo, until } from '@chorale/rig'
import type { SessionMark } from '@chorale/client'
import { serve } from '../src/index.js'
import { ended, said, tinyHost } from './tiny-host.js'
import { connected, is, isOpen, numbers } from './with-client.js'
import { atEnd, listening } from './with-server.js'

const answering = () =>
  tinyHost((request) => [said(request, 1), said(request, 2, { status: 'complete' }), ended(request)])

describe('a client', () => {
  it('has a whole conversation', async () => {
    const host = answering()
    const { port } = await listening(host)
    const { client, next, events } = connected(port)
    client.createThread('Tides')
    expect(await next(is('new_thread'))).toMatchObject({ data: { thread: { id: 'thread-1', by: 'user-key' } } })
    client.openThread('thread-1')
    await next(is('thread_messages'))
    const id = client.submit('Why?', { thread: 'thread-1' })
    expect(await next(is('state_update', 'awaiting'))).toMatchObject({ data: { ref_id: id } })
    await next(is('state_update', 'completed'))
    expect(events.map(({ type }) => type)).toEqual([
      ...['init', 'new_thread', 'thread_messages'],
      ...['state_update', 'chorus_response', 'chorus_response', 'state_update'],
    ])
    expect(await until(() => client.unsent() === 0, 2000)).toBe(true)
    expect(await client.ping()).toBeGreaterThanOrEqual(0)
    expect(host.faults).toEqual([])
  })

  it('hears the error of its message', async () => {
    const { port } = await listening(tinyHost())
    const { client, next } = connected(port)
    const id = client.submit(' ', { thread: 't' })
    expect(await next(is('error'))).toMatchObject({ data: { code: 'PROMPT_EMPTY', ref_id: id } })
  })

  it('is closed for good when its key is refused', async () => {
    const { port } = await listening(tinyHost())
    const { when } = connected(port, { publicKey: 'stranger' })
    expect(await when(({ _tag }) => _tag === 'closed')).toMatchObject({ code: 'AUTH_FAILED' })
  })

  it('ends its events when it is closed', async () => {
    const { port } = await listening(tinyHost())
    const { client, when } = connected(port)
    await when(isOpen())
    client.close()
    const rest = client.events[Symbol.asyncIterator]()
    expect((await rest.next()).done).toBe(true)
    await expect(client.ping()).rejects.toThrow('connection was lost')
  })
})

describe('a connection that is lost', () => {
  it('is made again, and nothing that was told meanwhile is missing', async () => {
    const host = tinyHost()
    const { port } = await listening(host)
    const proxy = await proxyTo(port)
    atEnd.push(proxy.stop)
    const { client, next, when, events } = connected(proxy.port)
    client.submit('Long', { thread: 't' })
    await next(is('state_update', 'awaiting'))
    const loop = host.started.get('Long')
    if (loop === undefined) throw new Error('no loop')
    for (let round = 0; round < 5; round += 1) {
      await proxy.set(mode.reset)
      await when(({ _tag }) => _tag !== 'open')
      loop.tell(...Array.from({ length: 20 }, (_, i) => said(loop.request, round * 20 + i + 1)))
      await proxy.set(mode.pass)
      await when(isOpen())
    }
    loop.tell(ended(loop.request))
    await next(is('state_update', 'completed'))
    const told = events.filter(is('chorus_response')).map((event) => (event.type === 'reset' ? 0 : event.data['seq']))
    expect(told).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
    expect(new Set(numbers(events)).size).toBe(events.length)
    expect(host.started.size).toBe(1)
  })

  it('does not lose what was asked for in the meantime, nor ask for it twice', async () => {
    const host = answering()
    const { port } = await listening(host)
    const proxy = await proxyTo(port)
    atEnd.push(proxy.stop)
    const { client, next, when } = connected(proxy.port)
    await when(isOpen())
    // The server gets the question and its answer is lost: the client cannot know whether it arrived.
    await proxy.set(mode.dropAnswer)
    client.submit('Lost answer', { thread: 't' })
    expect(await until(() => host.started.has('Lost answer'), 2000)).toBe(true)
    const first = host.started.get('Lost answer')
    await proxy.set(mode.refuse)
    await when(({ _tag }) => _tag === 'waiting')
    client.submit('While away', { thread: 'u' })
    expect(client.unsent()).toBe(2)
    await proxy.set(mode.pass)
    await next(is('state_update', 'completed'))
    await next(is('state_update', 'completed'))
    expect(host.started.get('Lost answer')).toBe(first)
    expect(await until(() => client.unsent() === 0, 2000)).toBe(true)
  })

  it('is noticed when the server falls silent', async () => {
    const { port } = await listening(tinyHost())
    const proxy = await proxyTo(port)
    atEnd.push(proxy.stop)
    const { when } = connected(proxy.port, { times: { heartbeatMs: 20, pongMs: 200 } })
    await when(isOpen())
    await proxy.set(mode.halfOpen)
    await when(({ _tag }) => _tag !== 'open')
    await proxy.set(mode.pass)
    await when(isOpen())
  })
})

describe('a server that was restarted', () => {
  it('gives a new session, told as a reset; the thread is opened again and what was not sent is sent', async () => {
    const host = answering()
    const first = serve({ ...host, times: { drainMs: 100 } })
    const { port } = await first.listen({ host: '127.0.0.1' })
    const { client, next, when, events } = connected(port)
    client.openThread('t')
    await next(is('thread_messages'))
    await first.close()
    await when(({ _tag }) => _tag === 'waiting')
    client.submit('After', { thread: 't' })
    const second = serve({ ...host, times: { drainMs: 100 } })
    await second.listen({ host: '127.0.0.1', port })
    atEnd.push(second.close)
    expect(await next(is('reset'))).toMatchObject({ snapshot: { loops: [] } })
    await next(is('thread_messages'))
    await next(is('state_update', 'completed'))
    expect(numbers(events.slice(events.findIndex(is('reset'))))[0]).toBe(2)
  })

  it('passes on the loops that the host says are running on the thread', async () => {
    const host = tinyHost()
    const request = { loopId: 'old', thread: 't', userId: 'u', prompt: 'p', limits: {} }
    const running = await host.loops.start(request)
    if ('_tag' in running) throw new Error('refused')
    const { port, server } = await listening(host, {
      loops: { ...host.loops, running: (threads) => Promise.resolve(threads.includes('t') ? [running] : []) },
    })
    const { client, next } = connected(port)
    client.openThread('t')
    expect(await until(() => server.stats().loops === 1, 2000)).toBe(true)
    host.started.get('p')?.tell(said(request, 7), ended(request))
    expect(await next(is('chorus_response'))).toMatchObject({ data: { seq: 7 } })
    await next(is('state_update', 'completed'))
  })
})

describe('a session', () => {
  it('goes on after a reload with what was not taken', async () => {
    const host = tinyHost()
    const { port } = await listening(host)
    let mark: SessionMark | undefined
    const before = connected(port, { onSession: (next) => (mark = next), times: { ackMs: 5 } })
    before.client.submit('Q', { thread: 't' })
    await before.next(is('state_update', 'awaiting'))
    expect(await until(() => (mark?.lastSeq ?? 0) >= 2, 2000)).toBe(true)
    before.client.close()
    const loop = host.started.get('Q')
    loop?.tell(said(loop.request, 1), ended(loop.request))
    const after = connected(port, mark === undefined ? {} : { session: mark })
    await after.next(is('state_update', 'completed'))
    expect(after.events.some(is('init'))).toBe(false)
    expect(numbers(after.events)[0]).toBeGreaterThan(mark?.lastSeq ?? 0)
  })

  it('belongs to one tab: the older is closed and does not come back', async () => {
    const { port, server } = await listening(tinyHost())
    let mark: SessionMark | undefined
    const first = connected(port, { onSession: (next) => (mark = next) })
    await first.when(isOpen())
    if (mark === undefined) throw new Error('no session')
    const second = connected(port, { session: mark })
    await second.when(isOpen())
    expect(await first.when(({ _tag }) => _tag === 'closed')).toMatchObject({
      because: expect.stringContaining('another'),
    })
    expect(await until(() => server.stats().sockets === 1 && server.stats().sessions === 1, 2000)).toBe(true)
  })

  it("is not another user's to resume, and goes on untouched", async () => {
    const { port } = await listening(tinyHost())
    let mark: SessionMark | undefined
    const owner = connected(port, { publicKey: 'owner', onSession: (next) => (mark = next) })
    await owner.when(isOpen())
    if (mark === undefined) throw new Error('no session')
    const thief = connected(port, { publicKey: 'thief', session: mark })
    expect(await thief.next(is('init'))).toMatchObject({ data: { user: { id: 'user-thief' } } })
    expect(await owner.client.ping()).toBeGreaterThanOrEqual(0)
  })
})
