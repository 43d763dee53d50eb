import fc from 'fast-check'
import {
  handleDisconnect,
  handleLoopEvent,
  passing,
  type ConnectionState,
  type LoopEvent,
  type ServerMessage,
} from '@chorale/core/connection'
import { describe, expect, it } from 'vitest'
import { deepFreeze, event, inStatus, keptIn, loopOn, sceneOf, sent, subscribed, t0 } from './setting.js'

interface Told {
  readonly event: LoopEvent
  readonly now: number
}

const told = fc.array(
  fc.record({ n: fc.nat({ max: 50 }), later: fc.integer({ min: 0, max: 120_000 }), isPiece: fc.boolean() }),
  { maxLength: 60 },
)

/** Events one after another, as they are told at their times. */
const events = (steps: readonly { readonly n: number; readonly later: number; readonly isPiece: boolean }[]) => {
  let now = t0
  return steps.map(({ n, later, isPiece }): Told => {
    now += later
    return deepFreeze({ event: event('another loop', n, isPiece ? 'delta' : 'complete'), now })
  })
}

/** What the reducer makes of them. */
const handled = (from: ConnectionState, all: readonly Told[]) =>
  all.reduce<{ readonly state: ConnectionState; readonly messages: readonly ServerMessage[] }>(
    ({ state, messages }, one) => {
      const [next, effects] = handleLoopEvent(state, one.event, one.now)
      return { state: next, messages: [...messages, ...sent(effects)] }
    },
    { state: from, messages: [] },
  )

describe('events that are sent before they are put into the state', () => {
  it('are the messages that the reducer sends, and lead to the state it comes to', () => {
    fc.assert(
      fc.property(told, (steps) => {
        const state = subscribed(undefined).state()
        const all = events(steps)
        const wanted = handled(state, all)
        expect(all.map((one, before) => passing.message(state, one, before))).toEqual(wanted.messages)
        const next = passing.after(state, all)
        expect(next).toEqual(wanted.state)
        expect(keptIn(sceneOf(next, t0))).toEqual(keptIn(sceneOf(wanted.state, t0)))
      }),
    )
  })

  it('are none where a session is not there, has not opened their thread, or has asked for their loop itself', () => {
    const scene = subscribed()
    const own = loopOn(scene)
    const away = handleDisconnect(subscribed().state(), t0)
    const one = (loopId: string): Told => ({ event: event(loopId, 1), now: t0 })
    expect(passing.message(scene.state(), one(own), 0)).toBeUndefined()
    expect(passing.message(scene.state(), one('another loop'), 0)).toBeDefined()
    expect(passing.message(away, one('another loop'), 0)).toBeUndefined()
    for (const status of ['connected', 'pending_auth', 'authenticated'] as const)
      expect(passing.message(inStatus[status]().state(), one('another loop'), 0)).toBeUndefined()
  })
})
