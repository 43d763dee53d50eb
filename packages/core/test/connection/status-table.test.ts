import { describe, expect, it } from 'vitest'
import type { ClientMessage, ConnectionState } from '@chorale/core/connection'
import { ann, asked, codeIn, codeOf, inStatus, loopOn, ok, only, says, sent, subscribed } from './setting.js'

type Status = ConnectionState['status']
type Column = ClientMessage['type'] | 'resume'

/** Spec chorus 11.1, written down once more by hand: a status to go to, a request, a reply or a refusal. */
const table: { readonly [S in Status]: { readonly [C in Column]: string } } = {
  connected: {
    connect: 'database/authenticate, pending_auth',
    get_thread: 'AUTH_REQUIRED',
    create_thread: 'AUTH_REQUIRED',
    submit_prompt: 'AUTH_REQUIRED',
    cancel: 'AUTH_REQUIRED',
    resume: 'database/authenticate, pending_auth',
    ack: 'nothing',
    ping: 'pong',
  },
  pending_auth: {
    connect: 'BAD_STATE',
    get_thread: 'AUTH_REQUIRED',
    create_thread: 'AUTH_REQUIRED',
    submit_prompt: 'AUTH_REQUIRED',
    cancel: 'AUTH_REQUIRED',
    resume: 'BAD_STATE',
    ack: 'nothing',
    ping: 'pong',
  },
  authenticated: {
    connect: 'BAD_STATE',
    get_thread: 'database/load_messages, subscribed',
    create_thread: 'database/create_thread',
    submit_prompt: 'loop/start',
    cancel: 'loop/cancel',
    resume: 'BAD_STATE',
    ack: 'nothing',
    ping: 'pong',
  },
  subscribed: {
    connect: 'BAD_STATE',
    get_thread: 'database/load_messages',
    create_thread: 'database/create_thread',
    submit_prompt: 'loop/start',
    cancel: 'loop/cancel',
    resume: 'BAD_STATE',
    ack: 'nothing',
    ping: 'pong',
  },
  reconnecting: {
    connect: 'database/authenticate, pending_auth',
    get_thread: 'BAD_STATE',
    create_thread: 'BAD_STATE',
    submit_prompt: 'BAD_STATE',
    cancel: 'BAD_STATE',
    resume: 'database/authenticate, pending_auth',
    ack: 'nothing',
    ping: 'nothing',
  },
  disconnected: {
    connect: 'database/authenticate, pending_auth',
    get_thread: 'BAD_STATE',
    create_thread: 'BAD_STATE',
    submit_prompt: 'BAD_STATE',
    cancel: 'BAD_STATE',
    resume: 'database/authenticate, pending_auth',
    ack: 'nothing',
    ping: 'nothing',
  },
}

const messages: { readonly [C in Column]: (loopId: string) => ClientMessage } = {
  connect: () => says.connect(),
  get_thread: () => says.getThread('t2'),
  create_thread: () => says.createThread(),
  submit_prompt: () => says.submit('t2'),
  cancel: (loopId) => says.cancel(loopId),
  resume: () => says.connect({ resume: { sessionId: 'session-0', lastSeq: 3 } }),
  ack: () => says.ack(1),
  ping: () => says.ping(),
}

// Casts by construction: the keys are those of the tables above.
const pairs = (Object.keys(table) as Status[]).flatMap((status) =>
  (Object.keys(messages) as Column[]).map((column) => [status, column, table[status][column]] as const),
)

describe('the table of statuses and messages', () => {
  it.each(pairs)('in %s, %s leads to: %s', (status, column, wanted) => {
    const scene = inStatus[status]()
    const loopId = status === 'authenticated' || status === 'subscribed' ? loopOn(scene) : 'none'
    const before = scene.state()
    const effects = scene.hears(messages[column](loopId))
    const did = asked(effects).map((effect) => (effect._tag === 'socket' ? '' : `${effect._tag}/${effect.op}`))
    const said = sent(effects).map((message) => (message.type === 'error' ? codeIn(message) : message.type))
    const moved = scene.state().status === before.status ? [] : [scene.state().status]
    const found = [...did, ...said, ...moved]
    expect(found.length === 0 ? 'nothing' : found.join(', ')).toBe(wanted)
    expect(scene.state().nextSeq).toBe(before.nextSeq + said.length)
  })

  it('wants a thread for a prompt until one is open: THREAD_REQUIRED unless it is given', () => {
    const scene = inStatus.authenticated()
    expect(codeOf(scene.hears(says.submit(null)))).toBe('THREAD_REQUIRED')
    scene.hears(says.getThread('t1'))
    scene.answers(ok({ op: 'load_messages', messages: [], hasMore: false }))
    expect(asked(scene.hears(says.submit(null)))).toMatchObject([{ _tag: 'loop', op: 'start', thread: 't1' }])
  })

  it('switches the thread where one is open', () => {
    const scene = subscribed()
    scene.hears(says.getThread('t2'))
    expect(scene.state()).toMatchObject({ status: 'subscribed', threadId: 't2' })
  })

  it('creates a thread and tells it, in whatever status', () => {
    const scene = subscribed()
    scene.hears(says.createThread())
    const message = only(scene.answers(ok({ op: 'create_thread', thread: { id: 't9', name: 'A thread' } })))
    expect(message).toMatchObject({ type: 'new_thread', thread_id: 't9', data: { thread: { id: 't9' } } })
    expect(scene.state().threadId).toBe('t1')
  })

  it('begins with init: the user, the threads, the session and its numbers', () => {
    const scene = inStatus.pending_auth()
    expect(asked(scene.answers(ok({ op: 'authenticate', user: ann })))).toMatchObject([
      { _tag: 'database', op: 'get_threads', userId: 'u1' },
    ])
    expect(only(scene.answers(ok({ op: 'get_threads', threads: [{ id: 't1' }] })))).toEqual({
      ...{ v: 1, type: 'init', seq: 1, ts: '2026-01-01T00:00:00.000Z', thread_id: null },
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) as string,
      data: {
        user: { id: 'u1', public_key: 'key:ann' },
        threads: [{ id: 't1' }],
        session_id: 'session-1',
        heartbeat_ms: 30_000,
        replay_size: 1000,
      },
    })
  })
})
