import { alarm } from './clock.js'
import type { Config } from './options.js'

/** How far the host has come with a session's events, told to the server and to the host. */
export interface Taking {
  /** A new session begins. */
  readonly began: (sessionId: string) => void
  /** This one came. The host is not shown every one. */
  readonly came: (seq: number) => void
  /** The host is done with this one; `left` are those it has not seen yet. */
  readonly took: (sessionId: string, seq: number, left: number) => void
  readonly position: () => number
  readonly stop: () => void
}

/** So many at most are taken between two acks. Spec: once a second or every hundred. */
const ACK_EVERY = 100

/** Acks go out through `ack`. */
export const taking = (config: Config, ack: (seq: number) => void): Taking => {
  const soon = alarm(config.clock)
  let sessionId = config.session?.sessionId ?? null
  let [came, taken, told] = [0, 0, 0].map(() => config.session?.lastSeq ?? 0) as [number, number, number]
  const tell = () => {
    soon.stop()
    if (sessionId === null || told === taken) return
    told = taken
    ack(taken)
    config.onSession({ sessionId, lastSeq: taken })
  }
  const reach = (seq: number) => {
    taken = Math.max(taken, seq)
    if (taken - told >= ACK_EVERY) tell()
    else if (taken > told) soon.start(config.ackMs, tell)
  }
  return {
    began: (id) => {
      soon.stop()
      sessionId = id
      came = taken = told = 0
      config.onSession({ sessionId: id, lastSeq: 0 })
    },
    came: (seq) => void (came = Math.max(came, seq)),
    took: (id, seq, left) => {
      if (id === sessionId) reach(left === 0 ? came : seq)
    },
    position: () => taken,
    stop: tell,
  }
}
