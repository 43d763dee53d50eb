import { passedOn, withPassedOn, type ConnectionState, type ServerMessage, type Told } from '@chorale/core/connection'
import type { Line } from './line.js'

/** A session and how its client is reached; null while it is not. */
export interface Session {
  /** Its state but for what is owed to it: `stateOf` has all. */
  kept: ConnectionState
  /** Events that were sent and are not in the state yet, so that a broadcast costs each receiver no more than a number. */
  owed: Told[]
  line: Line | null
  /** The thread under which it stands in the list of followers. */
  followed: string | null
}

/** What may be owed to a session at most. */
const MOST_OWED = 32

/** A session nobody can be reached in yet. */
export const sessionOf = (state: ConnectionState): Session => ({ kept: state, owed: [], line: null, followed: null })

/** The state of a session. */
export const stateOf = (session: Session): ConnectionState => {
  if (session.owed.length === 0) return session.kept
  session.kept = withPassedOn(session.kept, session.owed)
  session.owed = []
  return session.kept
}

/** The message for a session that only passes an event on, which is owed to its state from then on; undefined where it does more. */
export const owing = (session: Session, told: Told): ServerMessage | undefined => {
  if (session.owed.length === MOST_OWED) stateOf(session)
  const message = passedOn(session.kept, told, session.owed.length)
  if (message !== undefined) session.owed.push(told)
  return message
}
