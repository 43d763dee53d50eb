import type { IncomingMessage, ServerResponse } from 'node:http'
import { handleClientMessage, handleSeen, handleWire } from '@chorale/core/connection'
import { admissionOf, isOriginAllowed } from './admission.js'
import { bodyOf } from './body.js'
import { countClient, withQuota, type Hub } from './hub.js'
import type { PollLine } from './line.js'
import { pollLine, type Reply } from './poll-line.js'

/** What a client that polls says. */
interface Poll {
  /** What the answer to its first poll gave; null in the first. */
  readonly session: string | null
  /** The last event that was taken; 0 for none. */
  readonly ack: number
  readonly messages: readonly unknown[]
}

/**
 * One poll. With messages it is answered at once; without it is held until there is something to tell, for 25 seconds at most. What the
 * messages lead to comes with the polls that are held, so that everything comes in order.
 */
export const poll = async (hub: Hub, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { config } = hub
  const answer = answering(request)
  if (!isOriginAllowed(config, request)) return said(response, 403)
  if (request.method === 'OPTIONS') return preflight(request, response)
  if (request.method !== 'POST') return said(response, 405)
  const text = await bodyOf(request, config.limits.messageBytes)
  if (text === null) return said(response, 413)
  const asked = pollIn(text)
  if (asked === null) return said(response, 400)
  const line = asked.session === null ? opened(hub, request, answer) : (hub.polls.get(asked.session) ?? 404)
  if (typeof line === 'number') return said(response, line, corsOf(request))
  line.seen()
  hear(hub, line, asked)
  if (asked.session === null || asked.messages.length > 0) answer(response, `{"session":"${line.id}","messages":[]}`)
  else line.hold(response)
}

const opened = (hub: Hub, request: IncomingMessage, answer: Reply): PollLine | number => {
  if (hub.isDraining) return 503
  const client = hub.config.clientOf(request)
  const admission = admissionOf(hub, client)
  if (admission._tag === 'reject') return admission.code === 1008 ? 429 : 503
  countClient(hub, client, 1)
  return pollLine(hub, { client, headers: request.headers }, answer)
}

const hear = (hub: Hub, { line }: PollLine, { ack, messages }: Poll): void => {
  // A session that went to another line is not this one's to speak in.
  const feed = (handle: Parameters<Hub['feed']>[1]) => {
    if (line.session.line === line) hub.feed(line.session, withQuota(hub, handle))
  }
  feed((state, now) => [handleSeen(state, now), []])
  if (ack > 0)
    feed((state, now) => handleClientMessage(state, { type: 'ack', seq: ack, id: 'ack', threadId: null }, now))
  for (const message of messages) feed((state, now) => handleWire(state, JSON.stringify(message), now))
}

/** A poll as it was sent; null where it is none. */
const pollIn = (text: string): Poll | null => {
  const value = jsonIn(text)
  if (typeof value !== 'object' || value === null) return null
  const { session = null, ack = 0, messages = [] } = value as { readonly [name: string]: unknown }
  const isPoll =
    (session === null || typeof session === 'string') && Number.isSafeInteger(ack) && Array.isArray(messages)
  // A cast after a check.
  return isPoll ? ({ session, ack, messages } as Poll) : null
}

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

type Headers = { readonly [name: string]: string }

/** A page of another origin that may connect must be told so. */
const corsOf = ({ headers: { origin } }: IncomingMessage): Headers =>
  origin === undefined ? {} : { 'access-control-allow-origin': origin, vary: 'origin' }

const answering = (request: IncomingMessage): Reply => {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', ...corsOf(request) }
  return (response, body) => {
    if (response.destroyed) return
    response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
  }
}

const preflight = (request: IncomingMessage, response: ServerResponse): void => {
  const allowed = { 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type' }
  said(response, 204, { ...corsOf(request), ...allowed, 'access-control-max-age': '600' })
}

const said = (response: ServerResponse, status: number, headers: Headers = {}): void => {
  response.writeHead(status, { 'content-length': 0, ...headers }).end()
}
