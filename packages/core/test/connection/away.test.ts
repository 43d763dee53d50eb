import { describe, expect, it } from 'vitest'
import { handleDisconnect, handleSeen, handleTick, isExpired, resumeSession } from '@chorale/core/connection'
import { ann, asked, event, failed, fresh, loopOn, minute, ok, says, sceneOf, sent, subscribed } from './setting.js'

const gone = (scene: ReturnType<typeof subscribed>) => scene.step((state, now) => [handleDisconnect(state, now), []])
const tick = (scene: ReturnType<typeof subscribed>) => scene.step(handleTick)
const back = { userId: 'u1', lastSeq: 0, messageId: 'back' }

describe('a client that is away', () => {
  it('is closed when it is silent for a heartbeat and the wait for a pong', () => {
    const scene = subscribed()
    scene.pass(35_000)
    expect(tick(scene)).toEqual([])
    scene.pass(1)
    expect(tick(scene)).toEqual([{ _tag: 'socket', op: 'close', code: 4000, reason: 'No heartbeat' }])
    expect(scene.state().status).toBe('disconnected')
    expect(tick(scene)).toEqual([])
  })

  it('stays open while it is heard of', () => {
    const scene = subscribed()
    for (let i = 0; i < 20; i += 1) {
      scene.pass(30_000)
      scene.step((state, now) => [handleSeen(state, now), []])
      expect(tick(scene)).toEqual([])
    }
  })

  it('finds what its loops told in the meantime', () => {
    const scene = subscribed()
    const loopId = loopOn(scene)
    const lastSeq = scene.state().nextSeq - 1
    gone(scene)
    expect(scene.tells(event(loopId, 1))).toEqual([])
    expect(scene.tells(event(loopId, 2, 'end'))).toEqual([])
    const step = resumeSession(scene.state(), { ...back, lastSeq }, scene.now())
    expect(sent(step?.[1] ?? []).map(({ type }) => type)).toEqual(['chorus_response', 'state_update', 'resumed'])
  })

  it('has a gap after five minutes, unless it missed nothing', () => {
    const scene = subscribed()
    const lastSeq = scene.state().nextSeq - 1
    gone(scene)
    scene.pass(5 * minute + 1)
    expect(resumeSession(scene.state(), { ...back, lastSeq: lastSeq - 1 }, scene.now())).toBeUndefined()
    expect(resumeSession(scene.state(), { ...back, lastSeq }, scene.now())).toBeDefined()
  })

  it('loses its loops after ten minutes, and its session with them', () => {
    const scene = subscribed()
    const loopId = loopOn(scene)
    gone(scene)
    scene.pass(10 * minute - 1)
    expect(tick(scene)).toEqual([])
    expect(isExpired(scene.state(), scene.now())).toBe(false)
    scene.pass(1)
    expect(tick(scene)).toMatchObject([{ _tag: 'loop', op: 'cancel', loopId }])
    expect(tick(scene)).toEqual([])
    expect(isExpired(scene.state(), scene.now())).toBe(true)
  })

  it('cannot take up what is not its own, or what was never sent', () => {
    const { state, now } = subscribed()
    expect(resumeSession(state(), { ...back, userId: 'u2' }, now())).toBeUndefined()
    expect(resumeSession(state(), { ...back, lastSeq: state().nextSeq }, now())).toBeUndefined()
    expect(resumeSession(fresh(), back, now())).toBeUndefined()
  })

  it("gets a new session without a snapshot of a thread where the old one is not known, or is another user's", () => {
    for (const from of [undefined, { ...subscribed('old').state(), user: { id: 'u2', publicKey: 'k' } }]) {
      const scene = sceneOf(fresh('new'))
      scene.hears(says.connect({ resume: { sessionId: 'old', lastSeq: 9 } }))
      scene.answers(ok({ op: 'authenticate', user: ann }))
      scene.answers(ok({ op: 'resume', from }))
      const messages = sent(scene.answers(ok({ op: 'get_threads', threads: [] })))
      expect(messages[1]).toMatchObject({ type: 'resumed', data: { gap: true, snapshot: { thread: null, loops: [] } } })
      expect(scene.state().status).toBe('authenticated')
    }
  })

  it('is told of a loop that ended while its session was made anew, in the snapshot', () => {
    const old = subscribed('old')
    const loopId = loopOn(old)
    const scene = sceneOf(fresh('new'))
    scene.hears(says.connect({ resume: { sessionId: 'old', lastSeq: 900 } }))
    scene.answers(ok({ op: 'authenticate', user: ann }))
    scene.answers(ok({ op: 'resume', from: old.state() }))
    expect(scene.tells(event(loopId, 1, 'end'))).toEqual([])
    scene.answers(ok({ op: 'get_threads', threads: [] }))
    const messages = sent(scene.answers(failed('NETWORK_UNAVAILABLE', true)))
    expect(messages[1]?.data).toMatchObject({ snapshot: { thread: null, loops: [{ last: { status: 'completed' } }] } })
    expect(scene.state().loops).toEqual([])
  })

  it('takes nothing of one user to the next who connects on its session', () => {
    const scene = subscribed()
    const loopId = loopOn(scene)
    gone(scene)
    scene.hears(says.connect())
    const effects = scene.answers(ok({ op: 'authenticate', user: { id: 'u2', publicKey: 'key:bob' } }))
    expect(asked(effects)).toMatchObject([
      { _tag: 'loop', op: 'cancel', loopId },
      { _tag: 'database', op: 'get_threads', userId: 'u2' },
    ])
    scene.answers(ok({ op: 'get_threads', threads: [] }))
    expect(scene.state()).toMatchObject({ status: 'authenticated', user: { id: 'u2' }, threadId: null, loops: [] })
    expect(resumeSession(scene.state(), { ...back, userId: 'u2' }, scene.now())).toBeUndefined()
  })
})
