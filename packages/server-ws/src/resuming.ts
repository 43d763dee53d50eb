import { closings, resumeSession, type ConnectionEffect } from '@chorale/core/connection'
import { tellAnswer } from './asking.js'
import { dropSession, type Hub } from './hub.js'
import type { Session } from './line.js'
import { stateOf } from './session.js'

type SessionEffect = Extract<ConnectionEffect, { readonly _tag: 'session' }>

/**
 * An authenticated client wants an earlier session back: it goes on with that one, or with its new one where something is missing. The line an
 * earlier session still has, in another tab for instance, is closed.
 */
export const resume = (hub: Hub, session: Session, effect: SessionEffect): void => {
  const found = hub.sessions.get(effect.sessionId)
  // The id of a session is no proof: another user's is not there.
  const earlier = found?.kept.user?.id === effect.userId && found !== session ? found : undefined
  const { line } = session
  if (line === null) return
  if (earlier?.line) {
    const { line: older } = earlier
    earlier.line = null
    older.close(closings.takenOver.code, closings.takenOver.reason)
  }
  const step = earlier && resumeSession(stateOf(earlier), effect, hub.config.clock.now())
  if (earlier !== undefined && step !== undefined) {
    session.line = null
    dropSession(hub, session)
    line.session = earlier
    earlier.line = line
    return hub.feed(earlier, () => step)
  }
  if (earlier !== undefined) {
    for (const { owners } of hub.loops.values()) if (owners.has(earlier)) owners.add(session)
    dropSession(hub, earlier)
  }
  tellAnswer(hub, session, {
    ref: effect.ref,
    outcome: { ok: true, value: { op: 'resume', from: earlier && stateOf(earlier) } },
  })
}
