import { handleLoopEvent, shedOutgoing, type LoopEvent, type ServerMessage } from '@chorale/core/connection'
import { failed, type Hub } from './hub.js'
import type { Session, Told } from './line.js'
import { owing } from './session.js'

/**
 * Tells an event to everybody who has its thread open, and to who asked for the loop. Returns to how many. A client that reads too slowly misses
 * what may be dropped, before it gets a number, or loses its connection and resumes.
 */
export const publish = (hub: Hub, event: LoopEvent): number => {
  const told = { event, now: hub.config.clock.now() }
  const due: Due[] = []
  let receivers = 0
  for (const session of receiversOf(hub, event)) {
    if (isShed(hub, session, event)) continue
    receivers += 1
    const message = tell(hub, session, told)
    if (message !== undefined) due.push({ session, message })
    if (due.length === BURST) send(hub, due.splice(0))
  }
  send(hub, due)
  return receivers
}

/** Who asked for the loop, and everybody else who has its thread open. */
const receiversOf = (hub: Hub, { loopId, thread }: LoopEvent): Iterable<Session> => {
  const owners = hub.loops.get(loopId)?.owners
  const followers = hub.followers.get(thread)
  if (owners === undefined || owners.size === 0) return followers ?? []
  return followers === undefined ? owners : new Set([...owners, ...followers])
}

const isShed = ({ config }: Hub, { line }: Session, { isDroppable }: LoopEvent): boolean => {
  if (line === null) return false
  const shedding = shedOutgoing(line.waiting(), config.limits)
  if (shedding._tag === 'close') line.close(shedding.code, shedding.reason)
  return shedding._tag === 'drop_deltas' && isDroppable
}

/** A message that is to leave. */
interface Due {
  readonly session: Session
  readonly message: ServerMessage
}

/**
 * So many messages are made before they are sent: system calls push what the making needs out of the processor's caches, and readers that have
 * something left to read need not be woken.
 */
const BURST = 64

const send = (hub: Hub, due: readonly Due[]): void => {
  for (const { session, message } of due)
    try {
      session.line?.send(message)
    } catch (thrown) {
      failed(hub, session, thrown)
    }
}

/** Hands an event to a session; gives the message of it that has still to be sent. */
const tell = (hub: Hub, session: Session, told: Told): ServerMessage | undefined => {
  try {
    const message = owing(session, told)
    if (message === undefined) hub.feed(session, (state) => handleLoopEvent(state, told.event, told.now))
    return message
  } catch (thrown) {
    failed(hub, session, thrown)
    return undefined
  }
}
