import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { bytesOf } from './envelope.js'
import { lineLost } from './feed.js'
import type { Asker } from './host.js'
import { addLine, openSession, type Hub } from './hub.js'
import type { Line, PollLine } from './line.js'

/** Sends an answer. */
export type Reply = (response: ServerResponse, body: string) => void

interface Polled {
  readonly hub: Hub
  readonly id: string
  readonly reply: Reply
  /** What was said and not fetched yet. */
  readonly waiting: Buffer[]
  bytes: number
  /** The request that waits for something to be told. */
  held: ServerResponse | null
  heldSince: number
  seenAt: number
  isDue: boolean
  closed: { readonly code: number; readonly reason: string } | null
}

/** A poll that was let in becomes a line with a session of its own. */
export const pollLine = (hub: Hub, asker: Asker, reply: Reply): PollLine => {
  const { clock } = hub.config
  const now = clock.now()
  const at: Polled = {
    ...{ hub, id: randomUUID(), reply, waiting: [], bytes: 0 },
    ...{ held: null, heldSince: now, seenAt: now, isDue: false, closed: null },
  }
  const line: Line = {
    ...{ kind: 'poll', asker, since: now, isNew: true, session: openSession(hub, asker.client), heard: 0 },
    send: (message) => {
      const bytes = bytesOf(message)
      at.waiting.push(bytes)
      at.bytes += bytes.length
      answerSoon(at)
    },
    waiting: () => ({ bytes: at.bytes, messages: at.waiting.length }),
    close: (code, reason) => {
      if (!hub.lines.has(line)) return
      at.closed = { code, reason }
      hub.closing.add(line)
      lineLost(hub, line)
      // Who hears the goodbye is gone with it.
      if (at.held !== null) setImmediate(() => cut(at, line))
    },
    tick: (time) => tick(at, line, time),
    cut: () => cut(at, line),
  }
  line.session.line = line
  addLine(hub, line)
  const poll: PollLine = {
    ...{ id: at.id, line },
    seen: () => void (at.seenAt = clock.now()),
    hold: (response) => hold(at, line, response),
  }
  hub.polls.set(at.id, poll)
  return poll
}

const hold = (at: Polled, line: Line, response: ServerResponse): void => {
  if (at.held !== null) at.reply(at.held, bodyOf(at.id, []))
  at.held = response
  at.heldSince = at.hub.config.clock.now()
  response.on('close', () => {
    if (at.held === response) at.held = null
  })
  if (at.closed !== null) cut(at, line)
  else if (at.waiting.length > 0) answerSoon(at)
}

/** Everything that is said in one turn goes out in one answer. */
const answerSoon = (at: Polled): void => {
  if (at.isDue || at.held === null) return
  at.isDue = true
  setImmediate(() => {
    at.isDue = false
    answer(at)
  })
}

const answer = (at: Polled): void => {
  const { held, closed } = at
  if (held === null) return
  at.held = null
  at.bytes = 0
  const end = closed === null ? '' : `,"closed":${JSON.stringify(closed)}`
  at.reply(held, bodyOf(at.id, at.waiting.splice(0), end))
}

const bodyOf = (id: string, messages: readonly Buffer[], end = ''): string =>
  `{"session":"${id}","messages":[${messages.map((bytes) => bytes.toString('utf8')).join(',')}]${end}}`

const tick = (at: Polled, line: Line, now: number): void => {
  const { holdMs, pollGoneMs } = at.hub.config.times
  if (at.held !== null && now - at.heldSince >= holdMs) answer(at)
  // Who waits with a request is there.
  if (at.held !== null) at.seenAt = now
  else if (now - at.seenAt > pollGoneMs) cut(at, line)
}

const cut = (at: Polled, line: Line): void => {
  answer(at)
  at.hub.polls.delete(at.id)
  at.hub.closing.delete(line)
  lineLost(at.hub, line)
}
