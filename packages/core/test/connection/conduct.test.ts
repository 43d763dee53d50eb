import { describe, expect, it } from 'vitest'
import { defaultConnectionLimits, handleConnectionError, resumeSession } from '@chorale/core/connection'
import {
  ann,
  asked,
  authenticated,
  codeOf,
  event,
  failed,
  fresh,
  hour,
  inStatus,
  loopOn,
  minute,
  ok,
  only,
  says,
  sceneOf,
  sent,
  subscribed,
} from './setting.js'

const back = { userId: 'u1', lastSeq: 0, messageId: 'back' }

describe('a repeated message', () => {
  it('gets its reply again for ten minutes, and is new after', () => {
    const scene = authenticated()
    const create = says.createThread('once')
    scene.hears(create)
    const reply = only(scene.answers(ok({ op: 'create_thread', thread: { id: 't9' } })))
    scene.hears(says.ack(reply.seq))
    scene.pass(10 * minute)
    expect(sent(scene.hears(create))).toEqual([reply])
    scene.pass(1)
    expect(asked(scene.hears(create))).toHaveLength(1)
  })

  it('is known whatever the client sent in between', () => {
    const scene = authenticated()
    const create = says.createThread('once')
    scene.hears(create)
    const reply = only(scene.answers(ok({ op: 'create_thread', thread: { id: 't9' } })))
    for (let i = 0; i < 200; i += 1) {
      scene.hears(says.ping())
      if (i % 2 === 0) scene.pass(1000)
    }
    expect(sent(scene.hears(create))).toEqual([reply])
  })

  it('that reads gets the same messages again while they are kept, and reads anew after', () => {
    const scene = authenticated()
    const read = says.getThread('t1', 'read')
    scene.hears(read)
    const reply = only(scene.answers(ok({ op: 'load_messages', messages: [], hasMore: false })))
    expect(scene.hears(read)).toEqual([{ _tag: 'socket', op: 'send', message: reply }])
    scene.hears(says.ack(reply.seq))
    expect(asked(scene.hears(read))).toMatchObject([{ op: 'load_messages' }])
  })

  it('cancels a loop once', () => {
    const scene = subscribed()
    const cancel = says.cancel(loopOn(scene), 'stop')
    expect(asked(scene.hears(cancel))).toHaveLength(1)
    expect(scene.hears(cancel)).toEqual([])
  })

  it('of connect gets init again', () => {
    const scene = sceneOf(fresh())
    const connect = says.connect({ id: 'hello' })
    scene.hears(connect)
    scene.answers(ok({ op: 'authenticate', user: ann }))
    const init = only(scene.answers(ok({ op: 'get_threads', threads: [] })))
    expect(sent(scene.hears(connect))).toEqual([init])
  })
})

describe('rates', () => {
  it('let ten threads an hour through, and say when the next fits', () => {
    const scene = authenticated()
    for (let i = 0; i < 10; i += 1) {
      expect(asked(scene.hears(says.createThread()))).toHaveLength(1)
      scene.answers(ok({ op: 'create_thread', thread: { id: `t${i}` } }))
    }
    const refused = only(scene.hears(says.createThread('more')))
    expect(refused.data).toMatchObject({ code: 'RATE_LIMITED', retryable: true })
    scene.pass(Number(refused.data['retry_after_ms']) - 1)
    expect(codeOf(scene.hears(says.createThread('more')))).toBe('RATE_LIMITED')
    scene.pass(1)
    expect(asked(scene.hears(says.createThread('more')))).toHaveLength(1)
  })

  it('let sixty prompts an hour through; what is refused for another reason uses none', () => {
    const scene = subscribed()
    for (let i = 0; i < 60; i += 1) {
      const loopId = loopOn(scene)
      expect(codeOf(scene.hears(says.submit('t1')))).toBe('LOOP_BUSY')
      scene.tells(event(loopId, 1, 'end'))
      scene.pass(1000)
    }
    expect(codeOf(scene.hears(says.submit('t1')))).toBe('RATE_LIMITED')
    scene.pass(2 * hour)
    expect(asked(scene.hears(says.submit('t1')))).toHaveLength(1)
  })

  it('belong to the user: what is lent to another connection counts there', () => {
    const [one, two] = [authenticated('session-1'), authenticated('session-2')]
    for (let i = 0; i < 10; i += 1) one.hears(says.createThread())
    two.put({ ...two.state(), quota: one.state().quota })
    expect(codeOf(two.hears(says.createThread()))).toBe('RATE_LIMITED')
  })

  it('bound the requests that wait: OVERLOADED', () => {
    const scene = authenticated('s', { ...defaultConnectionLimits, pendingRequests: 2 })
    scene.hears(says.getThread('t1'))
    scene.hears(says.getThread('t2'))
    expect(only(scene.hears(says.getThread('t3'))).data).toMatchObject({ code: 'OVERLOADED', retry_after_ms: 1000 })
  })
})

describe('errors of a connection', () => {
  const error = (scene: ReturnType<typeof subscribed>, name: 'AuthError' | 'ThreadError' | 'NetworkError') =>
    scene.step((state, now) => handleConnectionError(state, { class: name }, now))

  it('AuthError: nobody is known any more, and nothing of the user is left to send again', () => {
    const scene = subscribed()
    const loopId = loopOn(scene)
    const effects = error(scene, 'AuthError')
    expect(only(effects).data).toMatchObject({ code: 'AUTH_FAILED', message: 'Authentication failed' })
    expect(asked(effects)).toMatchObject([{ _tag: 'loop', op: 'cancel', loopId }])
    expect(scene.state()).toMatchObject({ status: 'connected', user: null, threadId: null, loops: [] })
    expect(scene.state().errorState?.code).toBe('AUTH_FAILED')
    expect(scene.state().replay.queue.size).toBe(1)
    expect(scene.tells(event(loopId, 1))).toEqual([])
  })

  it('ThreadError: the thread is closed, the user stays', () => {
    const scene = subscribed()
    expect(only(error(scene, 'ThreadError')).data).toMatchObject({ message: 'Thread operation failed' })
    expect(scene.state()).toMatchObject({ status: 'authenticated', user: ann, threadId: null })
  })

  it('NetworkError: everything is kept for the client to come back', () => {
    const scene = subscribed()
    const { size } = scene.state().replay.queue
    expect(only(error(scene, 'NetworkError')).data).toMatchObject({
      message: 'Connection interrupted',
      retryable: true,
    })
    expect(scene.state()).toMatchObject({ status: 'reconnecting', user: ann, threadId: 't1' })
    expect(scene.state().replay.queue.size).toBe(size + 1)
    expect(resumeSession(scene.state(), back, scene.now())?.[0].status).toBe('subscribed')
  })
})

describe('an answer', () => {
  it('that authentication failed leaves a connection that may try again', () => {
    const scene = inStatus.pending_auth()
    expect(only(scene.answers(failed('AUTH_FAILED'))).data).toMatchObject({ message: 'Authentication failed' })
    expect(scene.state()).toMatchObject({ status: 'connected', pending: [] })
    expect(asked(scene.hears(says.connect()))).toMatchObject([{ op: 'authenticate' }])
  })

  it('that the threads could not be read leaves nobody known', () => {
    const scene = inStatus.pending_auth()
    scene.answers(ok({ op: 'authenticate', user: ann }))
    expect(codeOf(scene.answers(failed('NETWORK_UNAVAILABLE', true)))).toBe('NETWORK_UNAVAILABLE')
    expect(scene.state()).toMatchObject({ status: 'connected', user: null })
  })

  it('that a thread could not be opened closes it', () => {
    const scene = authenticated()
    scene.hears(says.getThread('secret'))
    expect(scene.state().status).toBe('subscribed')
    expect(scene.tells({ ...event('L9', 1), thread: 'secret' })).toEqual([])
    expect(codeOf(scene.answers(failed('THREAD_NOT_FOUND')))).toBe('THREAD_NOT_FOUND')
    expect(scene.state()).toMatchObject({ status: 'authenticated', threadId: null })
  })

  it('that a loop did not start frees the thread', () => {
    const scene = subscribed()
    scene.hears(says.submit('t1', 'no'))
    expect(only(scene.answers(failed('OVERLOADED', true))).data).toMatchObject({ code: 'OVERLOADED', ref_id: 'no' })
    expect(asked(scene.hears(says.submit('t1')))).toHaveLength(1)
  })

  it.each([
    ['to nothing', 'none', 'start'],
    ['of another kind', null, 'start'],
  ] as const)('%s changes nothing', (_name, ref, op) => {
    const scene = inStatus.pending_auth()
    const before = scene.state()
    if (ref === null) expect(scene.answers(ok({ op }))).toEqual([])
    else expect(scene.answers(ok({ op }), 99)).toEqual([])
    expect(scene.state()).toBe(before)
  })

  it('wants a thread made in the name of who asks', () => {
    const scene = authenticated()
    const message = { ...says.createThread(), userId: 'u2' } as ReturnType<typeof says.createThread>
    expect(codeOf(scene.hears(message))).toBe('NOT_AUTHORISED')
  })
})

describe('loops', () => {
  it('tell through their connection what they are, numbered like all else', () => {
    const scene = subscribed()
    const loopId = loopOn(scene)
    const message = only(scene.tells(event(loopId, 7)))
    expect(message).toMatchObject({ type: 'chorus_response', thread_id: 't1', data: { loop_id: loopId, seq: 7 } })
    expect(message.seq).toBe(scene.state().nextSeq - 1)
  })

  it('are told of when their first event is faster than the word that they started', () => {
    const scene = subscribed()
    const [start] = asked(scene.hears(says.submit('t1', 'fast')))
    const loopId = start?._tag === 'loop' ? start.loopId : ''
    expect(sent(scene.tells(event(loopId, 1))).map(({ type }) => type)).toEqual(['state_update', 'chorus_response'])
    expect(scene.answers(ok({ op: 'start' }))).toEqual([])
  })

  it('of others are told where their thread is open, and nowhere else', () => {
    expect(sent(subscribed().tells(event('other', 1)))).toHaveLength(1)
    expect(subscribed().tells({ ...event('other', 1), thread: 't2' })).toEqual([])
    expect(authenticated().tells(event('other', 1))).toEqual([])
  })

  it('that are not running cannot be cancelled: LOOP_NOT_FOUND', () => {
    expect(codeOf(subscribed().hears(says.cancel('L0')))).toBe('LOOP_NOT_FOUND')
  })
})
