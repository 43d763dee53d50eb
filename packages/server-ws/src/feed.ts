import { handleDisconnect, type ConnectionEffect, type ConnectionState } from '@chorale/core/connection'
import { answerTo } from './asking.js'
import { countClient, dropSession, failed, follow, welcome, type Handle, type Hub } from './hub.js'
import { adoptLoops, cancelLoop, startLoop } from './loops.js'
import { resume } from './resuming.js'
import type { Line, Session } from './line.js'
import { stateOf } from './session.js'

/**
 * Hands something to a session, keeps the state it comes to and carries out its effects. A throw in it is a bug.
 */
export const feed = (hub: Hub, session: Session, handle: Handle): void => {
  try {
    const [state, effects] = handle(stateOf(session), hub.config.clock.now())
    settle(hub, session, state)
    for (const effect of effects) carryOut(hub, session, effect)
  } catch (thrown) {
    failed(hub, session, thrown)
  }
}

/** Keeps a state and what follows from it. */
const settle = (hub: Hub, session: Session, state: ConnectionState): void => {
  session.kept = state
  if (session.followed !== state.threadId) follow(hub, session, state.threadId)
  const { line } = session
  if (line?.isNew === true && state.user !== null) welcome(hub, line)
}

const carryOut = (hub: Hub, session: Session, effect: ConnectionEffect): void => {
  switch (effect._tag) {
    case 'socket':
      return effect.op === 'send' ? session.line?.send(effect.message) : session.line?.close(effect.code, effect.reason)
    case 'database':
      return void answerTo(hub, session, effect).then((outcome) => {
        if (effect.op === 'load_messages' && outcome.ok) adoptLoops(hub, effect.thread)
      })
    case 'loop':
      return effect.op === 'start' ? startLoop(hub, session, effect) : cancelLoop(hub, effect)
    case 'session':
      return resume(hub, session, effect)
  }
}

/** The client of a line is gone. The session stays, unless nobody was ever behind it. */
export const lineLost = (hub: Hub, line: Line): void => {
  if (!hub.lines.delete(line)) return
  hub.newcomers.delete(line)
  countClient(hub, line.asker.client, -1)
  const { session } = line
  if (session.line !== line) return
  session.line = null
  session.kept = handleDisconnect(stateOf(session), hub.config.clock.now())
  if (session.kept.user === null) dropSession(hub, session)
}
