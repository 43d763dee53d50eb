import { waitOf } from './backoff.js'
import { alarm, type Alarm } from './clock.js'
import type { Config } from './options.js'
import { pollTo } from './poll.js'
import { socketTo } from './socket.js'
import type { Ears, Transport } from './transport.js'

/** A connection that is made again whenever it is lost. */
export interface Link {
  readonly open: () => void
  readonly send: (text: string) => void
  /** The server has accepted us: waits begin at the shortest again. */
  readonly established: () => void
  /** Gives this connection up and makes another: at once where this one had been accepted. */
  readonly again: (reason: string) => void
  readonly close: () => void
  readonly kind: () => Transport['kind']
}

/** What a link tells. */
export interface LinkEars {
  readonly connecting: (by: Transport['kind']) => void
  /** A new connection is open; messages on earlier ones are over. `connection` counts from 1. */
  readonly open: (connection: number) => void
  readonly heard: (message: unknown) => void
  /** The next try is in so many milliseconds. */
  readonly waiting: (ms: number, reason: string) => void
  /** The server wants no other try. */
  readonly ended: (reason: string) => void
}

/** Another client took the session over. */
const REPLACED = 4001
/** Nobody said why. */
const ABNORMAL = 1006

/** What is open, and how often it failed. */
interface Standing {
  readonly config: Config
  readonly ears: LinkEars
  readonly ack: () => number
  readonly retry: Alarm
  /** Whoever does not open, or opens and then does not accept, is lost as well. */
  readonly patience: Alarm
  readonly socketAgain: Alarm
  transport: Transport | null
  /** A try of the socket while polls go on. */
  probe: Transport | null
  connection: number
  /** Tries since one was accepted. */
  tries: number
  /** Failures of the socket in a row. */
  socketFailures: number
  isAccepted: boolean
  isClosed: boolean
}

/** Makes nothing before `open`. `ack` is the last event that was taken. */
export const link = (config: Config, ack: () => number, ears: LinkEars): Link => {
  const at: Standing = {
    ...{ config, ears, ack },
    ...{ retry: alarm(config.clock), patience: alarm(config.clock), socketAgain: alarm(config.clock) },
    ...{ transport: null, probe: null, connection: 0, tries: 0, socketFailures: 0, isAccepted: false, isClosed: false },
  }
  return {
    open: () => dial(at),
    send: (text) => at.transport?.send(text),
    established: () => {
      at.patience.stop()
      at.isAccepted = true
      at.tries = 0
      if (at.transport?.kind === 'socket') at.socketFailures = 0
    },
    again: (reason) => {
      if (at.isClosed) return
      if (at.isAccepted) dial(at)
      else lost(at, ABNORMAL, reason)
    },
    close: () => {
      at.isClosed = true
      leave(at)
    },
    kind: () => at.transport?.kind ?? nextKind(at),
  }
}

const nextKind = ({ config, socketFailures }: Standing): Transport['kind'] =>
  config.WebSocket !== undefined && socketFailures < config.pollAfter ? 'socket' : 'poll'

const dial = (at: Standing): void => {
  const { config, ears, ack } = at
  leave(at)
  at.isAccepted = false
  const kind = nextKind(at)
  ears.connecting(kind)
  at.patience.set(config.answerMs, () => lost(at, ABNORMAL, 'the connection did not open in time'))
  const whenOpen: Ears = {
    open: () => taken(at),
    heard: ears.heard,
    lost: (code, reason) => lost(at, code, reason),
  }
  if (kind === 'socket' && config.WebSocket !== undefined)
    at.transport = socketTo(config.WebSocket, config.url, whenOpen)
  else {
    const { pollUrl, fetch, clock } = config
    at.transport = pollTo({ url: pollUrl, fetch, ack, clock }, whenOpen)
    at.socketAgain.set(config.socketAgainMs, () => tryTheSocket(at))
  }
}

const taken = (at: Standing): void => {
  at.connection += 1
  at.isAccepted = false
  at.patience.set(at.config.answerMs, () => lost(at, ABNORMAL, 'the server did not accept in time'))
  at.ears.open(at.connection)
}

const lost = (at: Standing, code: number, reason: string): void => {
  if (at.isClosed) return
  // After polls that failed the socket has one try before the next.
  if (at.transport?.kind === 'poll') at.socketFailures = Math.max(0, at.config.pollAfter - 1)
  else if (!at.isAccepted) at.socketFailures += 1
  leave(at)
  at.isAccepted = false
  if (code === REPLACED) {
    at.isClosed = true
    return at.ears.ended('another client took the session over')
  }
  const ms = waitOf(at.tries, at.config.random)
  at.tries += 1
  at.ears.waiting(ms, reason === '' ? `the connection ended with ${code}` : reason)
  // A listener may have closed the link.
  if (!isClosed(at)) at.retry.set(ms, () => dial(at))
}

const isClosed = ({ isClosed: is }: Standing): boolean => is

const leave = (at: Standing): void => {
  for (const each of [at.retry, at.patience, at.socketAgain]) each.stop()
  const { transport, probe } = at
  at.transport = at.probe = null
  transport?.close(1000, '')
  probe?.close(1000, '')
}

/** Polls go on until the socket is open; then it takes their place. */
const tryTheSocket = (at: Standing): void => {
  const { WebSocket, url, socketAgainMs } = at.config
  if (WebSocket === undefined || at.isClosed) return
  const again = () => at.socketAgain.set(socketAgainMs, () => tryTheSocket(at))
  const probe: Transport = socketTo(WebSocket, url, {
    open: () => {
      at.transport?.close(1000, '')
      at.transport = probe
      at.probe = null
      at.socketFailures = 0
      taken(at)
    },
    heard: at.ears.heard,
    lost: (code, reason) => {
      if (at.transport === probe) return lost(at, code, reason)
      at.probe = null
      again()
    },
  })
  at.probe = probe
}
