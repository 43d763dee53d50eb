import { describe, expect, it } from 'vitest'
import { handleWire, resumeSession } from '@chorale/core/connection'
import { asked, codeOf, event, fresh, loopOf, loopOn, ok, only, says, sceneOf, sent, subscribed } from './setting.js'

describe('the worked examples of spec chorus 14', () => {
  const buffered5to40 = () => {
    const scene = subscribed()
    const loopId = loopOn(scene)
    for (let n = scene.state().nextSeq; n <= 40; n += 1) scene.tells(event(loopId, n))
    scene.hears(says.ack(4))
    return { scene, loopId }
  }
  const asking = (lastSeq: number) => ({ userId: 'u1', lastSeq, messageId: 'c-back' })

  it('25: buffered 5 to 40 and last_seq 20 give 21 to 40 again, then resumed without a gap', () => {
    const { scene } = buffered5to40()
    const step = resumeSession(scene.state(), asking(20), scene.now())
    const messages = sent(step?.[1] ?? [])
    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, i) => 21 + i))
    expect(messages.at(-1)).toMatchObject({
      type: 'resumed',
      data: { gap: false, replayed: 20, session_id: 'session-1' },
    })
    expect(step?.[0].status).toBe('subscribed')
  })

  it('25: last_seq 2 has a gap: a new session begins with a snapshot, and the loops are its own now', () => {
    const { scene, loopId } = buffered5to40()
    expect(resumeSession(scene.state(), asking(2), scene.now())).toBeUndefined()
    const next = sceneOf(fresh('session-2'))
    next.hears(says.connect({ resume: { sessionId: 'session-1', lastSeq: 2 } }))
    expect(asked(next.answers(ok({ op: 'authenticate', user: { id: 'u1', publicKey: 'key:ann' } })))).toMatchObject([
      { _tag: 'session', op: 'resume', sessionId: 'session-1', lastSeq: 2, userId: 'u1' },
    ])
    next.answers(ok({ op: 'resume', from: scene.state() }))
    next.answers(ok({ op: 'get_threads', threads: [{ id: 't1' }] }))
    const messages = sent(next.answers(ok({ op: 'load_messages', messages: [{ id: 'm1' }], hasMore: true })))
    expect(messages.map(({ type, seq }) => [type, seq])).toEqual([
      ['init', 1],
      ['resumed', 2],
    ])
    expect(messages[1]?.data).toMatchObject({
      session_id: 'session-2',
      gap: true,
      replayed: 0,
      snapshot: {
        init: { session_id: 'session-2', threads: [{ id: 't1' }] },
        thread: { thread_id: 't1', messages: [{ id: 'm1' }], has_more: true },
        loops: [{ loop_id: loopId, thread_id: 't1', last: { status: 'complete', seq: 40 } }],
      },
    })
    expect(next.state()).toMatchObject({ status: 'subscribed', threadId: 't1' })
    expect(only(next.tells(event(loopId, 41))).seq).toBe(3)
  })

  it('26: a repeated client id gets the same reply, and one loop is started', () => {
    const scene = subscribed()
    const submit = says.submit('t1', 'twice')
    expect(asked(scene.hears(submit))).toHaveLength(1)
    expect(scene.hears(submit)).toEqual([])
    const reply = only(scene.answers(ok({ op: 'start' })))
    expect(reply).toMatchObject({ type: 'state_update', data: { ref_id: 'twice', status: 'awaiting' } })
    expect(scene.hears(submit)).toEqual([{ _tag: 'socket', op: 'send', message: reply }])
    expect(scene.state().loops).toHaveLength(1)
  })

  it('27: a submit before connect is refused with AUTH_REQUIRED and asks nothing', () => {
    const scene = sceneOf(fresh())
    const effects = scene.hears(says.submit('t1', 'early'))
    expect(codeOf(effects)).toBe('AUTH_REQUIRED')
    expect(only(effects).data['ref_id']).toBe('early')
    expect(asked(effects)).toEqual([])
  })

  it('28: of two submits on one thread the second is refused with LOOP_BUSY, which may be tried again', () => {
    const scene = subscribed()
    const loopId = loopOn(scene)
    const second = says.submit('t1', 'second')
    const effects = scene.hears(second)
    expect(only(effects).data).toMatchObject({ code: 'LOOP_BUSY', retryable: true, ref_id: 'second' })
    expect(asked(effects)).toEqual([])
    scene.tells(event(loopId, 1, 'end'))
    expect(asked(scene.hears(second))).toMatchObject([{ _tag: 'loop', op: 'start' }])
  })

  it('11.2: reads the envelope of the spec, and answers an empty prompt as the spec shows it', () => {
    const scene = subscribed()
    const text =
      '{"v":1,"type":"submit_prompt","id":"5f0c","ts":"2026-01-01T00:00:00.000Z","thread_id":"t1","data":{"prompt":"What is a warm cache?","thread_id":"t1"}}'
    const effects = scene.step((state, now) => handleWire(state, text, now))
    expect(effects).toMatchObject([{ _tag: 'loop', op: 'start', prompt: 'What is a warm cache?', thread: 't1' }])
    const empty = text.replace('What is a warm cache?', ' ').replace('5f0c', '5f0d')
    expect(only(scene.step((state, now) => handleWire(state, empty, now)))).toMatchObject({
      type: 'error',
      thread_id: 't1',
      data: { code: 'PROMPT_EMPTY', message: 'The prompt is empty.', retryable: false, ref_id: '5f0d' },
    })
  })

  it('names a loop after its user and message, so that a new session does not start it again', () => {
    const [one, two] = [subscribed('session-1'), subscribed('session-2')]
    expect(loopOf(one.hears(says.submit('t1', 'same')))).toBe(loopOf(two.hears(says.submit('t1', 'same'))))
    expect(loopOf(one.hears(says.submit('t2', 'other')))).not.toBe(loopOf(two.hears(says.submit('t2', 'another'))))
  })
})
