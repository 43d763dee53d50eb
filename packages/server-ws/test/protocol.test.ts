import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { until } from '@chorale/rig'
import { bare, known } from './bare.js'
import { ended, said, tinyHost } from './tiny-host.js'
import { listening } from './with-server.js'

describe('a conversation over a socket', () => {
  it('goes from init over a thread and a prompt to the end of its loop, without a gap', async () => {
    const host = tinyHost((request) => [said(request, 1), said(request, 2, { status: 'complete' }), ended(request)])
    const { port } = await listening(host)
    const client = await bare(port)
    client.say('connect', { public_key: 'a' })
    client.say('ping', { nonce: 'n' })
    const first = await client.hear()
    expect(first).toMatchObject({ type: 'pong', seq: 1 })
    expect(await client.hear()).toMatchObject({ type: 'init', seq: 2, data: { user: { id: 'user-a' } } })
    client.say('create_thread', { user_id: 'user-a', name: 'Tides' })
    expect(await client.hear()).toMatchObject({ type: 'new_thread', seq: 3, data: { thread: { name: 'Tides' } } })
    client.say('get_thread', { thread_id: 'thread-1' })
    expect(await client.hear()).toMatchObject({ type: 'thread_messages', seq: 4, data: { has_more: false } })
    client.say('submit_prompt', { prompt: 'Why?', thread_id: 'thread-1' }, 'p1')
    const rest = [await client.hear(), await client.hear(), await client.hear(), await client.hear()]
    expect(rest.map(({ seq, data }) => [seq, data['status']])).toEqual([
      ...[
        [5, 'awaiting'],
        [6, 'running'],
      ],
      ...[
        [7, 'complete'],
        [8, 'completed'],
      ],
    ])
    expect(host.faults).toEqual([])
  })

  it('is written on the wire in the order of the envelope, text beyond ASCII included', async () => {
    const host = tinyHost()
    const { server, port } = await listening(host)
    const client = await known(port)
    client.say('get_thread', { thread_id: 't' })
    await client.hear('thread_messages')
    const text = once(client.socket, 'message').then(([data]: unknown[]) => (data as Buffer).toString('utf8'))
    const data = { loop_id: 'l', content: 'Gezeiten – 潮汐 🌊' }
    server.publish({ loopId: 'l', thread: 't', type: 'chorus_response', data, isLast: false, isDroppable: false })
    const message = await text
    expect(Object.keys(JSON.parse(message) as object)).toEqual(['v', 'type', 'id', 'seq', 'ts', 'thread_id', 'data'])
    expect(JSON.parse(message)).toMatchObject({ thread_id: 't', data })
  })

  it('has all that a session was told while it only listened, when its client comes back', async () => {
    const { server, port } = await listening(tinyHost())
    const [gone, stays] = [await bare(port), await known(port, 'b')]
    gone.say('connect', { public_key: 'a' })
    const { data: init } = await gone.hear('init')
    for (const client of [gone, stays]) {
      client.say('get_thread', { thread_id: 't' })
      await client.hear('thread_messages')
    }
    const tell = (n: number) =>
      server.publish({
        ...{ loopId: 'l', thread: 't', type: 'chorus_response', isLast: false, isDroppable: false },
        data: { loop_id: 'l', content: `event ${n}` },
      })
    for (let n = 1; n <= 100; n += 1) expect(tell(n)).toBe(2)
    const first = Array.from({ length: 100 }, (_, i) => `event ${i + 1}`)
    for (const content of first) expect((await stays.hear()).data['content']).toBe(content)
    gone.socket.terminate()
    expect(await until(() => server.stats().sockets === 1, 5000)).toBe(true)
    const heard = await gone.hear('chorus_response')
    for (let n = 101; n <= 110; n += 1) tell(n)
    const back = await bare(port)
    back.say('connect', { public_key: 'a', resume: { session_id: init['session_id'], last_seq: heard.seq } })
    for (let n = 2; n <= 110; n += 1) {
      const { seq, data } = await back.hear()
      expect([seq, data['content']]).toEqual([heard.seq + n - 1, `event ${n}`])
    }
    expect(await back.hear()).toMatchObject({ type: 'resumed', data: { gap: false, replayed: 109 } })
  })

  it('tells a published event to all who have its thread open and to nobody else', async () => {
    const { server, port } = await listening(tinyHost())
    const [a, b, other] = [await known(port, 'a'), await known(port, 'b'), await known(port, 'c')]
    for (const [client, thread] of [
      [a, 't'],
      [b, 't'],
      [other, 'u'],
    ] as const) {
      client.say('get_thread', { thread_id: thread })
      await client.hear('thread_messages')
    }
    const event = { loopId: 'x', thread: 't', type: 'state_update', isLast: false, isDroppable: false } as const
    expect(server.publish({ ...event, data: { status: 'completed' } })).toBe(2)
    expect(await a.hear()).toMatchObject({ type: 'state_update', thread_id: 't' })
    expect(await b.hear()).toMatchObject({ type: 'state_update', thread_id: 't' })
    other.say('ping', { nonce: 'after' })
    expect(await other.hear()).toMatchObject({ type: 'pong' })
  })

  it('starts one loop for a prompt that is sent twice under one id', async () => {
    const host = tinyHost()
    const { server, port } = await listening(host)
    const client = await known(port)
    client.say('submit_prompt', { prompt: 'Once', thread_id: 't' }, 'same')
    client.say('submit_prompt', { prompt: 'Once', thread_id: 't' }, 'same')
    client.say('ping', { nonce: 'behind' })
    await client.hear('pong')
    await until(() => server.stats().loops === 1, 2000)
    const loop = host.started.get('Once')
    loop?.tell(ended(loop.request))
    expect(await client.hear('state_update')).toMatchObject({ data: { status: 'awaiting', ref_id: 'same' } })
    expect(await client.hear('state_update')).toMatchObject({ data: { status: 'completed' } })
  })

  it('starts one loop for a user who sends the same message over two connections, and tells both', async () => {
    const host = tinyHost()
    let starts = 0
    const start: typeof host.loops.start = (request) => {
      starts += 1
      return host.loops.start(request)
    }
    const { port } = await listening(host, { loops: { start } })
    const both = [await known(port), await known(port)]
    for (const client of both) client.say('submit_prompt', { prompt: 'Twice', thread_id: 't' }, 'same')
    for (const client of both) expect(await client.hear()).toMatchObject({ data: { status: 'awaiting' } })
    const loop = host.started.get('Twice')
    loop?.tell(said(loop.request, 1), ended(loop.request))
    for (const client of both) {
      expect(await client.hear()).toMatchObject({ type: 'chorus_response' })
      expect(await client.hear()).toMatchObject({ data: { status: 'completed' } })
    }
    expect(starts).toBe(1)
  })

  it('counts the rates of a user over all connections', async () => {
    const { port } = await listening(tinyHost(), { limits: { promptsPerHour: 1 } })
    const [first, second, other] = [await known(port, 'a'), await known(port, 'a'), await known(port, 'b')]
    first.say('submit_prompt', { prompt: 'One', thread_id: 't' })
    expect(await first.hear()).toMatchObject({ type: 'state_update' })
    second.say('submit_prompt', { prompt: 'Two', thread_id: 'u' })
    expect(await second.hear()).toMatchObject({ data: { code: 'RATE_LIMITED' } })
    other.say('submit_prompt', { prompt: 'Three', thread_id: 'v' })
    expect(await other.hear()).toMatchObject({ type: 'state_update' })
  })

  it('tells a loop that broke off as failed, and the host why', async () => {
    const host = tinyHost()
    const { server, port } = await listening(host)
    const client = await known(port)
    client.say('submit_prompt', { prompt: 'Break', thread_id: 't' })
    await client.hear('state_update')
    host.started.get('Break')?.fail(new Error('wires crossed'))
    expect(await client.hear('state_update')).toMatchObject({ data: { status: 'failed' } })
    expect(host.faults).toEqual(['a loop failed: Error: wires crossed'])
    expect(await until(() => server.stats().loops === 0, 2000)).toBe(true)
  })

  it('ends a loop that is cancelled', async () => {
    const host = tinyHost()
    const { port } = await listening(host)
    const client = await known(port)
    client.say('submit_prompt', { prompt: 'Long', thread_id: 't' })
    const begun = await client.hear('state_update')
    client.say('cancel', { loop_id: begun.data['loop_id'] })
    expect(await client.hear('state_update')).toMatchObject({ data: { status: 'cancelled' } })
    expect(host.started.get('Long')?.cancelled).toEqual(['cancelled by the client'])
  })
})

describe('a message that cannot be read', () => {
  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['binary', Buffer.from([1, 2, 3])],
    ['no data', '{"type":"connect"}'],
    ['deep', `{"type":"ping","data":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ])('is refused when it is %s, and the connection goes on', async (_what, raw) => {
    const host = tinyHost()
    const { port } = await listening(host)
    const client = await bare(port)
    client.raw(raw)
    expect(await client.hear()).toMatchObject({ type: 'error', data: { code: 'BAD_MESSAGE' } })
    client.say('connect', { public_key: 'a' })
    expect(await client.hear()).toMatchObject({ type: 'init' })
    expect(host.faults).toEqual([])
  })

  it('closes the connection with 1009 when it is larger than 64 KB, and no other connection', async () => {
    const { port } = await listening(tinyHost())
    const [large, other] = [await known(port, 'a'), await known(port, 'b')]
    large.raw('x'.repeat(65_537))
    expect((await large.closed).code).toBe(1009)
    other.say('ping', {})
    expect(await other.hear()).toMatchObject({ type: 'pong' })
  })

  it('closes with 1008 who sends more than 500 in a second', async () => {
    const { port } = await listening(tinyHost())
    const client = await known(port)
    for (let i = 0; i < 501; i += 1) client.say('ack', { seq: 1 })
    expect((await client.closed).code).toBe(1008)
  })
})

describe('a port of the host that fails', () => {
  it('costs the one who asked a refusal, and nobody a connection', async () => {
    const host = tinyHost()
    const broken = { ...host.threads, loadMessages: () => Promise.reject(new Error('disk on fire')) }
    const { port } = await listening(host, { threads: broken })
    const [client, other] = [await known(port, 'a'), await known(port, 'b')]
    client.say('get_thread', { thread_id: 't' }, 'g1')
    expect(await client.hear()).toMatchObject({ type: 'error', data: { ref_id: 'g1', retryable: true } })
    expect(JSON.stringify(host.faults)).toContain('disk on fire')
    other.say('ping', {})
    expect(await other.hear()).toMatchObject({ type: 'pong' })
  })

  it('or a bug here costs one client its connection, which it may resume, and the host is told', async () => {
    const host = tinyHost()
    let isBroken = false
    const now = () => {
      if (!isBroken) return Date.now()
      isBroken = false
      throw new Error('no time')
    }
    const { port } = await listening(host, { clock: { now, every: () => () => undefined } })
    const [client, other] = [await known(port, 'a'), await known(port, 'b')]
    isBroken = true
    client.say('ping', {})
    expect((await client.closed).code).toBe(1011)
    expect(host.faults).toEqual(['a session failed: Error: no time'])
    other.say('ping', {})
    expect(await other.hear()).toMatchObject({ type: 'pong' })
  })

  it('is told as refused where it says so', async () => {
    const { port } = await listening(tinyHost())
    const client = await known(port)
    client.say('get_thread', { thread_id: 'nowhere' }, 'g1')
    expect(await client.hear()).toMatchObject({ type: 'error', data: { code: 'THREAD_NOT_FOUND', ref_id: 'g1' } })
  })
})
