import { describe, expect, it } from 'vitest'
import { connect, type ClientState, type SessionMark } from '../src/index.js'
import { fakePlatform, settled } from './fake-server.js'

const opened = async (more: Parameters<typeof connect>[0] | object = {}) => {
  const platform = fakePlatform()
  const client = connect({ ...platform.options, ...more })
  const states: ClientState[] = []
  client.state.subscribe((state) => states.push(state))
  platform.last().open()
  await settled()
  return { ...platform, client, states }
}

const accepted = async (more: object = {}) => {
  const all = await opened(more)
  all.last().tell('init', 1, { session_id: 's1', user: { id: 'u1' } })
  return all
}

describe('waiting', () => {
  it('grows from try to try to 30 seconds, half of which is waited when the dice say a half', async () => {
    const { last, pass, states } = await opened({ pollAfter: 100 })
    const waits: number[] = []
    let before = 1_000_000
    for (let i = 0; i < 8; i += 1) {
      last().drop()
      const state = states.at(-1)
      if (state?._tag !== 'waiting') throw new Error('it does not wait')
      waits.push(state.until - before)
      pass(state.until - before)
      before = state.until
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000])
  })

  it('begins at the shortest again once accepted', async () => {
    const { last, pass, states, sockets } = await accepted()
    last().drop()
    pass(500)
    last().drop()
    expect(states.at(-1)).toMatchObject({ _tag: 'waiting', until: 1_001_500 })
    pass(1000)
    last().open()
    await settled()
    last().tell('resumed', 2, { session_id: 's1', gap: false, replayed: 0 })
    last().drop()
    expect(states.at(-1)).toMatchObject({ _tag: 'waiting', until: 1_002_000 })
    expect(sockets.length).toBe(3)
  })
})

describe('a connection', () => {
  it('says who it is and what it read last', async () => {
    const session: SessionMark = { sessionId: 's0', lastSeq: 12 }
    const { last } = await opened({ session, proof: () => Promise.resolve('signed') })
    expect(last().sent).toMatchObject([
      { type: 'connect', data: { public_key: 'k', proof: 'signed', resume: { session_id: 's0', last_seq: 12 } } },
    ])
  })

  it('is given up when it does not open, or is not accepted, within ten seconds', async () => {
    const { sockets, pass, client } = await opened()
    pass(9999)
    expect(client.state.now()._tag).toBe('connecting')
    pass(1)
    expect(client.state.now()).toMatchObject({ _tag: 'waiting', because: 'the server did not accept in time' })
    pass(500)
    expect(sockets.length).toBe(2)
    pass(10_000)
    expect(client.state.now()).toMatchObject({ _tag: 'waiting', because: 'the connection did not open in time' })
  })

  it('is looked after every 30 seconds, and given up 5 seconds after a ping without pong', async () => {
    const { last, pass, client, sockets } = await accepted()
    pass(29_999)
    expect(last().sent.map(({ type }) => type)).toEqual(['connect'])
    pass(1)
    expect(last().sent.at(-1)).toMatchObject({ type: 'ping', data: { nonce: 'heartbeat' } })
    last().tell('pong', 2, { nonce: 'heartbeat' })
    pass(30_000)
    expect(sockets.length).toBe(1)
    pass(5000)
    expect(sockets.length).toBe(2)
    expect(client.state.now()._tag).toBe('connecting')
  })

  it('is made anew at once when messages are missing for 200 ms', async () => {
    const { last, pass, sockets } = await accepted()
    last().tell('state_update', 3)
    pass(199)
    expect(sockets.length).toBe(1)
    pass(1)
    expect(sockets.length).toBe(2)
    last().open()
    await settled()
    expect(last().sent[0]).toMatchObject({ data: { resume: { session_id: 's1', last_seq: 1 } } })
  })

  it('does not come back when another tab took the session', async () => {
    const { last, pass, sockets, client } = await accepted()
    last().drop(4001)
    pass(600_000)
    expect(sockets.length).toBe(1)
    expect(client.state.now()).toMatchObject({ _tag: 'closed' })
  })
})

describe('acks', () => {
  it('go out once a second at most, for what was taken', async () => {
    const marks: SessionMark[] = []
    const { last, pass, client } = await accepted({ onSession: (mark: SessionMark) => marks.push(mark) })
    for (let seq = 2; seq <= 6; seq += 1) last().tell('state_update', seq)
    const reader = client.events[Symbol.asyncIterator]()
    for (let i = 0; i < 4; i += 1) await reader.next()
    const acks = () =>
      last()
        .sent.filter(({ type }) => type === 'ack')
        .map(({ data }) => data['seq'])
    pass(999)
    expect(acks()).toEqual([])
    pass(1)
    expect(acks()).toEqual([3])
    expect(marks).toEqual([
      { sessionId: 's1', lastSeq: 0 },
      { sessionId: 's1', lastSeq: 3 },
    ])
  })

  it('go out with every hundredth event', async () => {
    const { last, client } = await accepted()
    for (let seq = 2; seq <= 250; seq += 1) last().tell('state_update', seq)
    const reader = client.events[Symbol.asyncIterator]()
    for (let i = 0; i < 250; i += 1) await reader.next()
    expect(
      last()
        .sent.filter(({ type }) => type === 'ack')
        .map(({ data }) => data['seq']),
    ).toEqual([100, 200])
  })
})

describe('polling', () => {
  it('begins when the socket has failed three times, and the socket is tried again after a minute', async () => {
    const asked: { readonly session: unknown; readonly messages: readonly { readonly type: string }[] }[] = []
    let answer: (response: Response) => void = () => undefined
    const fetch = (_url: unknown, { body }: { readonly body: string }) => {
      asked.push(JSON.parse(body) as (typeof asked)[number])
      return new Promise<Response>((resolve) => void (answer = resolve))
    }
    const { last, pass, sockets, client } = await opened({ fetch })
    last().drop()
    pass(500)
    last().drop()
    pass(1000)
    last().drop()
    pass(2000)
    expect(sockets.length).toBe(3)
    await settled()
    await settled()
    expect(asked.map(({ messages }) => messages.map(({ type }) => type))).toEqual([['connect']])
    answer(Response.json({ session: 'p1', messages: [] }))
    await settled()
    const init = { v: 1, type: 'init', id: 'i', seq: 1, ts: '', thread_id: null, data: { session_id: 's1' } }
    answer(Response.json({ session: 'p1', messages: [init] }))
    await settled()
    await settled()
    expect(client.state.now()).toMatchObject({ _tag: 'open', by: 'poll' })
    pass(30_000)
    answer(Response.json({ session: 'p1', messages: [] }))
    await settled()
    pass(30_000)
    expect(sockets.length).toBe(4)
    last().open()
    await settled()
    expect(last().sent[0]).toMatchObject({ data: { resume: { session_id: 's1', last_seq: 1 } } })
  })

  it('is the way from the start where no socket is to be tried', () => {
    const { options, sockets } = fakePlatform()
    const client = connect({ ...options, pollAfter: 0, fetch: () => new Promise<Response>(() => undefined) })
    expect(client.state.now()).toMatchObject({ _tag: 'connecting', by: 'poll' })
    expect(sockets).toEqual([])
  })
})

describe('options that cannot work', () => {
  it('are told all at once', () => {
    const { options } = fakePlatform()
    const wrong = { ...options, url: 'http://here', publicKey: '', times: { ackMs: -1 } }
    expect(() => connect(wrong)).toThrow(/url: .*publicKey: .*times\.ackMs: /u)
  })
})
