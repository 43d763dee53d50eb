import fc from 'fast-check'
import {
  handleDisconnect,
  handleTick,
  handleWire,
  resumeSession,
  type ConnectionEffect,
  type ServerMessage,
} from '@chorale/core/connection'
import { describe, expect, it } from 'vitest'
import { asked, event, keptIn, loopOf, ok, says, sent, subscribed } from './setting.js'

/** What may happen to a session and to its wire. */
const happening = fc.oneof(
  fc.record({ _tag: fc.constant('tell' as const), count: fc.integer({ min: 1, max: 40 }), isPiece: fc.boolean() }),
  fc.record({ _tag: fc.constant('ping' as const) }),
  fc.record({ _tag: fc.constant('repeat' as const) }),
  fc.record({ _tag: fc.constant('ack' as const) }),
  fc.record({ _tag: fc.constant('read' as const) }),
  fc.record({ _tag: fc.constant('create' as const) }),
  fc.record({ _tag: fc.constant('noise' as const), text: fc.string({ maxLength: 40 }) }),
  fc.record({ _tag: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 20_000 }) }),
  /** The wire breaks: of what is on its way, so many arrive, some twice and in another order. */
  fc.record({
    _tag: fc.constant('break' as const),
    arrive: fc.integer({ min: 0, max: 30 }),
    order: fc.array(fc.nat({ max: 1000 }), { maxLength: 40 }),
  }),
)

/** A client that keeps what it got in order, each number once, and knows how far it has all. */
const reader = () => {
  const got = new Map<number, ServerMessage>()
  return {
    takes: (messages: readonly ServerMessage[]) => {
      for (const message of messages) {
        const known = got.get(message.seq)
        // What is sent twice is the same message.
        if (known !== undefined) expect(message).toEqual(known)
        got.set(message.seq, message)
      }
    },
    last: () => {
      let seq = 0
      while (got.has(seq + 1)) seq += 1
      return seq
    },
    list: () => [...got.values()].sort((a, b) => a.seq - b.seq),
  }
}

describe('15.21: for any cut and any duplicates the client ends with the list the server sent', () => {
  it('holds as long as nothing was given up', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 1, maxLength: 40 }), (happenings) => {
        const scene = subscribed()
        const client = reader()
        // All the server ever numbered, taken from its buffer before anything can leave it.
        const list: ServerMessage[] = []
        const wire: ServerMessage[] = []
        let newest = 0
        const note = (effects: readonly ConnectionEffect[]) => {
          wire.push(...sent(effects))
          for (const message of keptIn(scene))
            if (message.seq > newest) {
              list.push(message)
              newest = message.seq
            }
          return effects
        }
        note([])
        wire.push(...list)
        const loopId = loopOf(note(scene.hears(says.submit('t1', 'the one'))))
        note(scene.answers(ok({ op: 'start' })))
        let n = 0
        const back = () => {
          const { lastSeq, now } = { lastSeq: client.last(), now: scene.now() }
          const step = resumeSession(scene.state(), { userId: 'u1', lastSeq, messageId: `back ${(n += 1)}` }, now)
          // No five minutes pass away from the wire here: there is never a gap.
          if (step === undefined) throw new Error(`a gap after ${lastSeq}`)
          note(scene.step(() => step))
        }
        for (const it of happenings) {
          if (it._tag === 'tell')
            for (let i = 0; i < it.count; i += 1)
              note(scene.tells(event(loopId, (n += 1), it.isPiece ? 'delta' : 'complete')))
          if (it._tag === 'ping') note(scene.hears(says.ping('here')))
          if (it._tag === 'repeat') expect(asked(note(scene.hears(says.submit('t1', 'the one'))))).toEqual([])
          if (it._tag === 'read') {
            note(scene.hears(says.getThread('t1')))
            note(scene.answers(ok({ op: 'load_messages', messages: [], hasMore: false })))
          }
          if (it._tag === 'create') note(scene.hears(says.createThread()))
          if (it._tag === 'noise') note(scene.step((state, now) => handleWire(state, it.text, now)))
          if (it._tag === 'ack') {
            client.takes(wire.splice(0))
            note(scene.hears(says.ack(client.last())))
          }
          if (it._tag === 'pass') {
            client.takes(wire.splice(0))
            note(scene.hears(says.ack(client.last())))
            scene.pass(it.ms)
            note(scene.step(handleTick))
          }
          if (it._tag === 'break') {
            const arriving = wire.splice(0).slice(0, it.arrive)
            client.takes(it.order.flatMap((i) => arriving[i % Math.max(1, arriving.length)] ?? []))
            client.takes(arriving.slice(0, Math.floor(arriving.length / 2)))
            scene.step((state, now) => [handleDisconnect(state, now), []])
            back()
          }
        }
        client.takes(wire)
        if (client.last() < newest) {
          wire.splice(0)
          back()
          client.takes(wire)
        }
        expect(client.list()).toEqual(list)
        expect(list.map(({ seq }) => seq)).toEqual(list.map((_, i) => i + 1))
        expect(new Set(list.map(({ id }) => id)).size).toBe(list.length)
      }),
      { numRuns: 150 },
    )
  })

  it('tells a gap exactly where something that was not received is not kept', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), fc.nat({ max: 1600 }), (events, lastSeq) => {
        const scene = subscribed()
        for (let i = 0; i < events; i += 1) scene.tells(event('L', i, 'delta'))
        const { nextSeq } = scene.state()
        const step = resumeSession(scene.state(), { userId: 'u1', lastSeq, messageId: 'b' }, scene.now())
        const oldest = Math.max(1, nextSeq - 1000)
        expect(step !== undefined).toBe(lastSeq < nextSeq && lastSeq + 1 >= oldest)
        if (step === undefined) return
        expect(sent(step[1]).map(({ seq }) => seq)).toEqual(
          Array.from({ length: nextSeq - lastSeq }, (_, i) => lastSeq + 1 + i),
        )
      }),
      { numRuns: 40 },
    )
  })
})

describe('what is kept', () => {
  it('is at most a thousand messages and five megabytes, however much is told', () => {
    const scene = subscribed()
    for (let i = 0; i < 1200; i += 1) scene.tells(event('L', i, 'delta'))
    expect(scene.state().replay.queue.size).toBe(1000)
    const large = 'x'.repeat(200_000)
    for (let i = 0; i < 100; i += 1) scene.tells({ ...event('L', i), data: { content: large } })
    const text = keptIn(scene)
      .map((message) => JSON.stringify(message))
      .join('')
    expect(text.length).toBeLessThan(5 * 1_048_576)
    expect(scene.state().replay.queue.size).toBeGreaterThan(20)
  })

  it('keeps the newest message whatever its size', () => {
    const scene = subscribed()
    scene.tells({ ...event('L', 1), data: { content: 'x'.repeat(6 * 1_048_576) } })
    expect(scene.state().replay.queue.size).toBe(1)
  })

  it('is small for a client that only pings', () => {
    const scene = subscribed()
    for (let i = 0; i < 100; i += 1) {
      scene.hears(says.ping())
      scene.step(handleTick)
      scene.pass(30_000)
    }
    const { limits, ...own } = scene.state()
    expect(limits).toBe(subscribed().state().limits)
    expect(JSON.stringify(own).length).toBeLessThan(6000)
  })
})
