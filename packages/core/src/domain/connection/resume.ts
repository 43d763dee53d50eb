import type { Instant } from '../../kit/base/index.js'
import { sentAfter, trimmed } from './said/replay.js'
import { reply, sending } from './said/saying.js'
import { standingOf, type ConnectionState, type ConnectionStep, type Pending } from './state.js'

/**
 * A client takes up the session where it left it: what it has not got is sent again in order, then `resumed`. Undefined where messages are
 * missing in between or the session is another user's: then the new session begins with a snapshot (`handleAnswer` with `op: 'resume'`).
 * A session that still has a socket is taken over: the older one is closed with `closings.takenOver`, and not told to `handleDisconnect`.
 * Takes a `SessionEffect` as it is. Spec chorus 11.3.
 */
export const resumeSession = (
  session: ConnectionState,
  request: { readonly userId: string; readonly lastSeq: number; readonly messageId: string },
  now: Instant,
): ConnectionStep | undefined => {
  const { userId, lastSeq, messageId } = request
  if (session.user?.id !== userId || lastSeq >= session.nextSeq) return undefined
  const replay = trimmed(session, { acked: lastSeq, now })
  const again = sentAfter(lastSeq, { ...session, replay })
  if (again === undefined) return undefined
  const back: ConnectionState = {
    ...session,
    replay,
    lastAck: Math.max(session.lastAck, lastSeq),
    status: standingOf(session),
    errorState: null,
    pending: session.pending.filter(isNoOpening),
    lastSeenAt: now,
    offlineSince: null,
  }
  const data = { session_id: session.sessionId, replayed: again.length, gap: false }
  const [next, effects] = reply(back, { to: messageId, type: 'resumed', threadId: session.threadId, data }, now)
  return [next, [...again.map(sending), ...effects]]
}

const isNoOpening = ({ op }: Pending): boolean => op !== 'authenticate' && op !== 'resume' && op !== 'get_threads'
