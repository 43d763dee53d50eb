import type { Instant } from '../../kit/base/index.js'
import { isOpen, sayingOf } from './loop-event.js'
import type { LoopEvent, ServerMessage } from './model.js'
import { kept, messageOf, saidOf } from './said/replay.js'
import { isAway, type ConnectionState } from './state.js'

/** An event at the time it is told. */
interface Told {
  readonly event: LoopEvent
  readonly now: Instant
}

const message = (state: ConnectionState, { event, now }: Told, before: number): ServerMessage | undefined => {
  if (isAway(state) || !isOpen(state, event.thread)) return undefined
  if (state.loops.some(({ loopId }) => loopId === event.loopId)) return undefined
  return messageOf(saidOf(sayingOf(event), now), state.nextSeq + before, state.idRoot)
}

const after = (state: ConnectionState, told: readonly Told[]): ConnectionState => {
  const { idRoot, limits } = state
  let { nextSeq, replay } = state
  for (const { event, now } of told) {
    replay = kept({ replay, nextSeq, idRoot, limits }, saidOf(sayingOf(event), now))
    nextSeq += 1
  }
  return { ...state, nextSeq, replay }
}

/**
 * `handleLoopEvent` in two halves, so that a broadcast is sent at once and put into the states of its receivers later. `message` is what it
 * sends to a session that does nothing with an event but pass it on, when so many others like it come `before`; undefined where it does more,
 * or sends nothing. `after` is the state that follows from events that were passed on so.
 */
export const passing = { message, after }
