import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import {
  handleWire,
  readClientMessage,
  readServerMessage,
  writeClientMessage,
  type ClientMessage,
  type ServerMessage,
} from '@chorale/core/connection'
import { describe, expect, it } from 'vitest'
import { asked, subscribed, keptIn } from './setting.js'

const read = (raw: string) => readClientMessage(raw, { unnamed: 'unnamed' })
const readOf = (value: unknown) => read(JSON.stringify(value))
const messageOf = (value: unknown): unknown => {
  const either = readOf(value)
  return E.isRight(either) ? either.right : either.left
}

const id = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '9', ':', '.', '_', '-'), minLength: 1, maxLength: 128 })
const calm = (text: string) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\p{Surrogate}]/u.test(text)
const text = (minLength: number, maxLength: number) => fc.string({ unit: 'binary', minLength, maxLength }).filter(calm)
const maybe = <K extends string, A>(name: K, values: fc.Arbitrary<A>) =>
  // A cast: a record with one member or none.
  fc.oneof(
    fc.constant({}),
    values.map((value) => ({ [name]: value })),
  ) as fc.Arbitrary<{ readonly [N in K]?: A }>
const iso = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
const with2 = <A, B>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>) => fc.tuple(a, b).map(([x, y]) => ({ ...x, ...y }))

const bodies = fc.oneof(
  with2(
    fc.record({ type: fc.constant('connect' as const), publicKey: fc.constant('key:ann') }),
    with2(maybe('proof', text(0, 50)), maybe('resume', fc.record({ sessionId: id, lastSeq: fc.nat() }))),
  ),
  with2(
    fc.record({ type: fc.constant('get_thread' as const), thread: id, limit: fc.integer({ min: 1, max: 200 }) }),
    maybe('before', iso),
  ),
  with2(
    fc.record({ type: fc.constant('create_thread' as const), userId: id, name: text(1, 80) }),
    maybe('initialMessage', text(0, 80)),
  ),
  with2(
    fc.record({ type: fc.constant('submit_prompt' as const), prompt: text(0, 200), thread: id }),
    with2(
      maybe('limits', fc.dictionary(fc.constantFrom('max_iterations', 'token_budget'), fc.nat())),
      maybe('messageId', id),
    ),
  ),
  fc.record({ type: fc.constant('cancel' as const), loopId: id }),
  fc.record({ type: fc.constant('ack' as const), seq: fc.maxSafeNat() }),
  with2(fc.record({ type: fc.constant('ping' as const) }), maybe('nonce', text(0, 128))),
)
const clientMessages = with2(fc.record({ id, threadId: fc.option(id) }), bodies) as fc.Arbitrary<ClientMessage>

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as never)
const record = fc.dictionary(fc.constantFrom('a', 'b', 'c'), json)
const data = {
  init: fc.record({
    user: fc.record({ id: fc.string(), public_key: fc.string() }),
    threads: fc.array(record),
    session_id: fc.string(),
    heartbeat_ms: fc.constant(30_000),
    replay_size: fc.constant(1000),
  }),
  thread_messages: fc.record({ thread_id: fc.string(), messages: fc.array(record), has_more: fc.boolean() }),
  new_thread: fc.record({ thread: record }),
  chorus_response: fc.record(
    {
      ...{ loop_id: fc.string(), thread_id: fc.string(), step: fc.constantFrom('action', 'yield') },
      ...{ iteration: fc.nat(), status: fc.string(), content: json, seq: fc.integer({ min: 1 }) },
      ...{
        priors: fc.array(record),
        loop: fc.boolean(),
        reasoning: fc.string(),
        error: record,
        discard: fc.constant(true),
      },
    },
    { requiredKeys: ['loop_id', 'thread_id', 'step', 'iteration', 'status', 'content', 'seq'] },
  ),
  state_update: fc.record({
    loop_id: fc.string(),
    status: fc.string(),
    usage: record,
    degraded: fc.array(fc.string()),
  }),
  resumed: fc.record(
    { session_id: fc.string(), replayed: fc.nat(), gap: fc.boolean(), snapshot: record },
    { requiredKeys: ['session_id', 'replayed', 'gap'] },
  ),
  error: fc.record(
    { code: fc.string(), message: fc.string(), retryable: fc.boolean(), retry_after_ms: fc.nat(), ref_id: fc.string() },
    { requiredKeys: ['code', 'message', 'retryable'] },
  ),
  pong: fc.record({ nonce: fc.string() }, { requiredKeys: [] }),
}
const serverMessages = fc.oneof(
  // Casts by construction: the names of the table are the types.
  ...(Object.keys(data) as (keyof typeof data)[]).map((type) =>
    fc.record({
      ...{ v: fc.constant(1), type: fc.constant(type), id: fc.uuid(), seq: fc.integer({ min: 1 }), ts: iso },
      ...{ thread_id: fc.option(fc.string()), data: data[type] },
    }),
  ),
) as unknown as fc.Arbitrary<ServerMessage>

/** The same JSON value with members nobody knows, in the envelope and in the data. */
const withUnknown = (raw: string): string => {
  const parsed = JSON.parse(raw) as { readonly data: object }
  return JSON.stringify({ ...parsed, unheard_of: 1, data: { ...parsed.data, unheard_of: { x: [1] } } })
}

describe('15.22: what is written is read back', () => {
  it('for every message of a client, and with unknown members passed over', () => {
    fc.assert(
      fc.property(clientMessages, (message) => {
        const raw = writeClientMessage(message, '2026-01-01T00:00:00.000Z')
        expect(read(raw)).toEqual(E.right(message))
        expect(read(withUnknown(raw))).toEqual(E.right(message))
      }),
      { numRuns: 300 },
    )
  })

  it('for every message of a server', () => {
    fc.assert(
      fc.property(serverMessages, (message) => {
        const raw = JSON.stringify(message)
        expect(readServerMessage(raw)).toEqual(E.right(message))
        if (message.type !== 'state_update') expect(readServerMessage(withUnknown(raw))).toEqual(E.right(message))
      }),
      { numRuns: 300 },
    )
  })

  it('for every message that a session sends', () => {
    const messages = keptIn(subscribed())
    expect(messages.map(({ type }) => type)).toEqual(['init', 'thread_messages'])
    for (const message of messages) expect(readServerMessage(JSON.stringify(message))).toEqual(E.right(message))
  })

  it.each([
    ['not JSON', 'x'],
    ['a list', '[]'],
    ['no number', '{"v":1,"type":"pong","id":"i","ts":"t","thread_id":null,"data":{}}'],
    ['a field of another type', '{"v":1,"type":"error","id":"i","seq":1,"ts":"t","thread_id":null,"data":{"code":1}}'],
  ])('refuses of a server: %s', (_name, raw) => {
    const either = readServerMessage(raw)
    expect(E.isLeft(either) ? either.left.code : 'read').toBe('BAD_MESSAGE')
  })

  it('tells a type of a server it does not know', () => {
    const either = readServerMessage('{"v":1,"type":"later","id":"i","seq":1,"ts":"t","thread_id":null,"data":{}}')
    expect(E.isLeft(either) ? either.left.code : 'read').toBe('UNKNOWN_TYPE')
  })
})

describe('what an earlier protocol said', () => {
  it('is taken bare: the id is filled in, another for each', () => {
    expect(messageOf({ type: 'ping', data: { nonce: 'n' } })).toEqual({
      ...{ type: 'ping', id: 'unnamed', threadId: null, nonce: 'n' },
    })
    const scene = subscribed()
    const bare = '{"type":"get_thread","data":{"thread_id":"t1"}}'
    const first = scene.step((state, now) => handleWire(state, bare, now))
    const second = scene.step((state, now) => handleWire(state, bare, now))
    expect([...asked(first), ...asked(second)].map((effect) => effect._tag)).toEqual(['database', 'database'])
  })

  it('is taken by its old names', () => {
    expect(messageOf({ type: 'get_thread_messages', id: 'g', data: { thread_id: 't1' } })).toEqual({
      ...{ type: 'get_thread', id: 'g', threadId: null, thread: 't1', limit: 50 },
    })
    expect(messageOf({ type: 'submit_prompt', id: 's', thread_id: 't1', data: { content: 'Why?' } })).toEqual({
      ...{ type: 'submit_prompt', id: 's', threadId: 't1', thread: 't1', prompt: 'Why?' },
    })
  })
})
