import type { Instant } from '../../kit/base/index.js'
import { closings } from './bounds/admission.js'
import { ending, handleDisconnect } from './connection-error.js'
import type { ConnectionEffect } from './model.js'
import { trimmed } from './said/replay.js'
import { stillKnown } from './said/saying.js'
import type { ConnectionState, ConnectionStep } from './state.js'

/** The client was heard by other means than a message: a pong of the socket's own, a poll. */
export const handleSeen = (state: ConnectionState, now: Instant): ConnectionState => ({ ...state, lastSeenAt: now })

/**
 * Time has passed; to be called every few seconds. What is too old is forgotten, a client that is silent for a heartbeat and the wait for
 * a pong is closed, loops of a client that stays away are ended. Spec chorus 11.3.
 */
export const handleTick = (state: ConnectionState, now: Instant): ConnectionStep => {
  const lighter = withoutOld(state, now)
  if (state.offlineSince === null) return silent(lighter, now)
  return now - state.offlineSince >= state.limits.orphanMs ? orphaned(lighter) : [lighter, []]
}

const withoutOld = (state: ConnectionState, now: Instant): ConnectionState => {
  const replay = trimmed(state, { acked: state.lastAck, now })
  const seen = stillKnown(state.seen, state, now)
  return replay === state.replay && seen === state.seen ? state : { ...state, replay, seen }
}

const silent = (state: ConnectionState, now: Instant): ConnectionStep => {
  const { lastSeenAt, limits } = state
  if (now - lastSeenAt <= limits.heartbeatMs + limits.pongMs) return [state, []]
  const close: ConnectionEffect = { _tag: 'socket', op: 'close', ...closings.silent }
  return [handleDisconnect(state, now), [close]]
}

const orphaned = (state: ConnectionState): ConnectionStep => [
  state.loops.length === 0 ? state : { ...state, loops: [] },
  state.loops.filter(({ isEnded }) => !isEnded).map(({ loopId }) => ending(loopId, 'the client did not come back')),
]
