import { passing, type ConnectionState, type ServerMessage } from '@chorale/core/connection'
import type { Session, Told } from './line.js'

/** What may be owed to a session at most. */
const MOST_OWED = 32

/** A session nobody can be reached in yet. */
export const sessionOf = (state: ConnectionState): Session => ({ kept: state, owed: [], line: null, followed: null })

/** The state of a session. */
export const stateOf = (session: Session): ConnectionState => {
  if (session.owed.length === 0) return session.kept
  session.kept = passing.after(session.kept, session.owed)
  session.owed = []
  return session.kept
}

/** The message for a session that only passes an event on, which is owed to its state from then on; undefined where it does more. */
export const owing = (session: Session, told: Told): ServerMessage | undefined => {
  if (session.owed.length === MOST_OWED) stateOf(session)
  const message = passing.message(session.kept, told, session.owed.length)
  if (message !== undefined) session.owed.push(told)
  return message
}
