import { closings, handleTick, isExpired, pressureOf } from '@chorale/core/connection'
import { thrownText } from '@chorale/core/fault'
import { dropSession, type Hub } from './hub.js'
import type { Session } from './line.js'
import { stateOf } from './session.js'

/** Milliseconds between two sweeps: the only timer, whatever the number of sessions. */
export const SWEEP_MS = 1000
/** Each sweep looks at one in so many sessions. */
const SLICES = 5

/** Looks after everything that time does to sessions and lines. */
export const sweeping = (hub: Hub): (() => void) => {
  let rest: Iterator<Session> = hub.sessions.values()
  return () => {
    const now = hub.config.clock.now()
    try {
      hub.pressure = pressureOf(hub.pressure, hub.config.gauges(), now)
    } catch (thrown) {
      hub.config.onFault(`gauges failed: ${thrownText(thrown)}`)
    }
    dismissNewcomers(hub, now)
    for (const line of hub.lines) {
      line.heard = 0
      if (line.kind === 'poll') line.tick(now)
    }
    for (let left = Math.ceil(hub.sessions.size / SLICES); left > 0; left -= 1) {
      const step = rest.next()
      // A map that grows while it is walked is walked to its new end.
      if (step.done === true) rest = hub.sessions.values()
      else visit(hub, step.value, now)
    }
  }
}

const visit = (hub: Hub, session: Session, now: number): void => {
  hub.feed(session, handleTick)
  if (session.line?.kind === 'socket') session.line.tick(now)
  else if (session.line === null && isExpired(stateOf(session), now)) dropSession(hub, session)
}

/** Who does not say in time who it is, is sent away. */
const dismissNewcomers = (hub: Hub, now: number): void => {
  for (const line of hub.newcomers) {
    if (now - line.since < hub.config.times.authMs) return
    line.close(closings.rate.code, 'Authentication required')
  }
}
