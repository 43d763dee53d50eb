import type { Clock } from './clock.js'
import type { Ears, Transport } from './transport.js'

/** What polling needs. */
export interface PollOptions {
  readonly url: string
  readonly fetch: typeof fetch
  /** The last event that the host has taken; it rides along with every poll. */
  readonly ack: () => number
  readonly clock: Clock
}

/** The code of a poll that got no answer, as a socket tells it. */
const ABNORMAL = 1006
/** Most characters of messages in one request, well below the server's limit. */
const MOST = 48_000
/** Milliseconds that one poll may take; the server holds it for 25 seconds at most. */
const PATIENCE = 40_000

interface Answer {
  readonly session: string
  readonly messages: readonly unknown[]
  readonly closed?: { readonly code: number; readonly reason: string }
}

interface Polling {
  readonly options: PollOptions
  readonly ears: Ears
  readonly abort: AbortController
  readonly waiting: string[]
  /** What the server calls us; null before its first answer. */
  session: string | null
  isOver: boolean
  isSending: boolean
}

/**
 * Polls as a transport. Two lanes, each one request at a time: one carries messages and is answered at once, the other is held by the server until
 * there is something to tell. An answer that is lost is a lost connection, as with a socket: the session is resumed and nothing is missed.
 */
export const pollTo = (options: PollOptions, ears: Ears): Transport => {
  const at: Polling = {
    ...{ options, ears, abort: new AbortController(), waiting: [], session: null, isOver: false, isSending: false },
  }
  queueMicrotask(() => {
    if (!at.isOver) ears.open()
  })
  return {
    kind: 'poll',
    send: (text) => {
      at.waiting.push(text)
      if (!at.isSending) guarded(at, send)
    },
    close: () => {
      at.isOver = true
      at.abort.abort()
    },
  }
}

const send = async (at: Polling): Promise<void> => {
  at.isSending = true
  while (at.waiting.length > 0 && !at.isOver) {
    const isFirst = at.session === null
    await post(at, at.waiting.splice(0, fitting(at.waiting)))
    if (isFirst) guarded(at, hold)
  }
  at.isSending = false
}

const hold = async (at: Polling): Promise<void> => {
  while (!at.isOver) await post(at, [])
}

const guarded = (at: Polling, lane: (at: Polling) => Promise<void>): void =>
  void lane(at).catch(() => lost(at, ABNORMAL, 'a poll got no answer that can be read'))

const lost = (at: Polling, code: number, reason: string): void => {
  if (at.isOver) return
  at.isOver = true
  at.abort.abort()
  at.ears.lost(code, reason)
}

const post = async (at: Polling, messages: readonly string[]): Promise<void> => {
  const { url, fetch, ack, clock } = at.options
  const body = `{"session":${JSON.stringify(at.session)},"ack":${ack()},"messages":[${messages.join(',')}]}`
  const headers = { 'content-type': 'application/json' }
  const stopWaiting = clock.after(PATIENCE, () => lost(at, ABNORMAL, 'a poll got no answer in time'))
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: at.abort.signal })
    if (!response.ok)
      return lost(at, response.status === 503 ? 1013 : ABNORMAL, `the poll was answered ${response.status}`)
    // A cast at the edge: what is in the messages is checked where they are heard.
    hear(at, (await response.json()) as Answer)
  } finally {
    stopWaiting()
  }
}

const hear = (at: Polling, { session, messages, closed }: Answer): void => {
  at.session ??= session
  for (const message of messages) if (!at.isOver) at.ears.heard(message)
  if (closed !== undefined) lost(at, closed.code, closed.reason)
}

/** How many of the texts go into one request; always one. */
const fitting = (texts: readonly string[]): number => {
  let length = 0
  const over = texts.findIndex((text) => (length += text.length) > MOST)
  return over === -1 ? texts.length : Math.max(1, over)
}
