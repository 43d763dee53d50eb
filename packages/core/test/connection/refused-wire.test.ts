import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { defaultConnectionLimits, handleWire, readClientMessage } from '@chorale/core/connection'
import { describe, expect, it } from 'vitest'
import { hostileWire } from './hostile.js'
import { fresh, only, sceneOf, sent, subscribed } from './setting.js'

const read = (raw: string) => readClientMessage(raw, { unnamed: 'unnamed' })
const faultOf = (raw: string): unknown => {
  const either = read(raw)
  return E.isLeft(either) ? either.left : undefined
}
const filled = (name: string, value: unknown) => ({
  type: 'submit_prompt',
  id: 'i',
  data: { prompt: 'p', [name]: value },
})
const deep = (depth: number) => `{"type":"ping","id":"i","data":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`

describe('a text that cannot be read', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a text', '"x"'],
    ['a list', '[]'],
    ['null', 'null'],
    ['no type', '{"data":{}}'],
    ['a type that is no text', '{"type":1}'],
    ['an id that is no id', '{"type":"ping","id":"a b","data":{}}'],
    ['an id of half a megabyte', JSON.stringify({ type: 'ping', id: 'x'.repeat(500_000) })],
    ['more than 64 KB in bytes, not in characters', JSON.stringify({ type: 'ping', data: { x: 'é'.repeat(33_000) } })],
  ])('is refused as BAD_MESSAGE without ref_id: %s', (_name, raw) => {
    expect(faultOf(raw)).toEqual({ code: 'BAD_MESSAGE', message: expect.any(String) as string })
  })

  it.each([
    ['another version', '{"v":2,"type":"ping","id":"i"}'],
    ['data that is a list', '{"type":"ping","id":"i","data":[]}'],
    ['no public key', '{"type":"connect","id":"i","data":{}}'],
    ['a limit out of range', '{"type":"get_thread","id":"i","data":{"thread_id":"t","limit":201}}'],
    ['a time that is none', '{"type":"get_thread","id":"i","data":{"thread_id":"t","before":"yesterday"}}'],
    ['a number beyond all', '{"type":"ack","id":"i","data":{"seq":1e999}}'],
    ['a number that is not exact', '{"type":"ack","id":"i","data":{"seq":9007199254740993}}'],
    ['a prototype', '{"type":"ping","id":"i","data":{"__proto__":{"polluted":1}}}'],
    ['half a surrogate pair', '{"type":"submit_prompt","id":"i","data":{"prompt":"\\ud800"}}'],
    ['a control character', '{"type":"submit_prompt","id":"i","data":{"prompt":"a\\u0000b"}}'],
    [
      'a name of 201 characters',
      JSON.stringify({ type: 'create_thread', id: 'i', data: { user_id: 'u', name: 'x'.repeat(201) } }),
    ],
    ['a list of 1001', JSON.stringify(filled('limits', { a: Array.from({ length: 1001 }, () => 0) }))],
    [
      '257 members',
      JSON.stringify(filled('limits', Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`k${i}`, 0])))),
    ],
    ['a depth of nine', deep(8)],
    ['a depth of ten thousand', deep(10_000)],
  ])('is refused as BAD_MESSAGE with ref_id: %s', (_name, raw) => {
    expect(faultOf(raw)).toEqual({ code: 'BAD_MESSAGE', message: expect.any(String) as string, refId: 'i' })
  })

  it('is refused as UNKNOWN_TYPE where only its type is not known', () => {
    expect(faultOf('{"type":"toString","id":"i","data":{}}')).toMatchObject({ code: 'UNKNOWN_TYPE', refId: 'i' })
  })

  it('never finds its way into the answer', () => {
    const secret = 'hunter2'
    for (const raw of [
      `{"type":"${secret}","id":"i"}`,
      `{"type":"connect","id":"i","data":{"public_key":"${secret} "}}`,
      secret,
    ])
      expect(JSON.stringify(faultOf(raw))).not.toContain(secret)
  })

  it('is answered, and the session goes on', () => {
    const scene = sceneOf(fresh())
    const bad = only(scene.step((state, now) => handleWire(state, '{"type":"what","id":"i"}', now)))
    expect(bad).toMatchObject({ type: 'error', seq: 1, data: { code: 'UNKNOWN_TYPE', retryable: false, ref_id: 'i' } })
    expect(sent(scene.step((state, now) => handleWire(state, '{"type":"ping"}', now)))[0]).toMatchObject({
      type: 'pong',
      seq: 2,
    })
  })
})

describe('texts that are still read', () => {
  it.each([
    ['a depth of eight', deep(7)],
    ['duplicate members: the last counts', '{"type":"connect","type":"ping","id":"i"}'],
    ['lines and tabs', '{"type":"submit_prompt","id":"i","data":{"prompt":"a\\r\\n\\tb"}}'],
    ['a pair of surrogates', '{"type":"submit_prompt","id":"i","data":{"prompt":"\\ud83d\\ude00"}}'],
    ['null for what may be left out', '{"type":"ping","id":"i","thread_id":null,"data":{"nonce":null}}'],
  ])('%s', (_name, raw) => {
    expect(faultOf(raw)).toBeUndefined()
  })

  it('up to 64 KB, to the byte', () => {
    const frame = JSON.stringify({ type: 'ping', id: 'i', data: { x: '' } }).length
    const of = (bytes: number) => JSON.stringify({ type: 'ping', id: 'i', data: { x: 'x'.repeat(bytes - frame) } })
    expect(faultOf(of(65_536))).toBeUndefined()
    expect(faultOf(of(65_537))).toMatchObject({ code: 'BAD_MESSAGE' })
    expect(defaultConnectionLimits.messageBytes).toBe(65_536)
  })

  it('prompts up to 25,000 characters, above which they are refused as too long', () => {
    const said = (length: number) => {
      const text = JSON.stringify({
        type: 'submit_prompt',
        id: 'i',
        data: { prompt: 'x'.repeat(length), thread_id: 't1' },
      })
      return subscribed().step((state, now) => handleWire(state, text, now))
    }
    expect(said(25_000)).toMatchObject([{ _tag: 'loop', op: 'start' }])
    expect(only(said(25_001)).data).toMatchObject({ code: 'PROMPT_TOO_LONG' })
  })
})

describe('hostile texts', () => {
  it.each([1, 2, 3])('of seed %d neither crash nor hang a session, nor let it grow', (seed) => {
    const found = hostileWire(seed, 1000)
    expect(found.faults).toEqual([])
    expect(found.slowestMs).toBeLessThan(1000)
    expect(found.taken).toBeGreaterThan(100)
    expect(Object.keys(found.refused).length).toBeGreaterThan(4)
  })

  it('any text at all leads to a reply or to nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.json({ maxDepth: 12 })), (raw) => {
        const scene = subscribed()
        expect(sent(scene.step((state, now) => handleWire(state, raw, now))).length).toBeLessThanOrEqual(1)
      }),
    )
  })
})
