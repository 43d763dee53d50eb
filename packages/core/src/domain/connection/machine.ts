import * as E from 'fp-ts/lib/Either.js'
import { defined, type Instant } from '../../kit/base/index.js'
import { readClientMessage } from './wire/client-wire.js'
import type { ClientMessage, ConnectedUser } from './model.js'
import { spend, type Use } from './bounds/quota.js'
import { findLast } from './said/queue.js'
import { idOf } from './said/id.js'
import { refuse, remembering, say, sending, type Refusal } from './said/saying.js'
import { sentAfter, trimmed } from './said/replay.js'
import type { ConnectionState, ConnectionStep, Pending } from './state.js'
import { statusTable } from './status-table.js'

/** Reads a text from the socket and handles it; what cannot be read is refused, with `ref_id` where its id could be. Spec chorus 11.2. */
export const handleWire = (state: ConnectionState, raw: string, now: Instant): ConnectionStep => {
  const unnamed = idOf(`${state.sessionId}/in/${state.nextRef}`)
  const read = readClientMessage(raw, { unnamed, maxBytes: state.limits.messageBytes })
  if (E.isLeft(read)) return refuse({ ...state, lastSeenAt: now }, read.left, now)
  const counted = read.right.id === unnamed ? { ...state, nextRef: state.nextRef + 1 } : state
  return handleClientMessage(counted, read.right, now)
}

/**
 * What a message of the client leads to. A message whose id was carried out in the last ten minutes gets the same reply again and has no
 * second effect; one that was refused may be sent again under its id.
 */
export const handleClientMessage = (state: ConnectionState, message: ClientMessage, now: Instant): ConnectionStep => {
  const here = { ...state, lastSeenAt: now }
  return repeated(here, message, now) ?? moved(here, message, now)
}

const repeated = (state: ConnectionState, { type, id }: ClientMessage, now: Instant): ConnectionStep | undefined => {
  if (type === 'ping' || type === 'ack') return undefined
  if (state.pending.some(({ messageId }) => messageId === id)) return [state, []]
  const known = findLast((entry) => entry.id === id && now - entry.at <= state.limits.seenMs, state.seen)
  if (known === undefined) return undefined
  if (known.reply !== null) return [state, [sending(known.reply)]]
  if (known.seq === null) return [state, []]
  const reply = sentAfter(known.seq - 1, state)?.[0]
  return reply === undefined ? undefined : [state, [sending(reply)]]
}

const moved = (state: ConnectionState, message: ClientMessage, now: Instant): ConnectionStep => {
  const move = statusTable[state.status][message.type]
  if (move === 'pass') return [state, []]
  return move === 'take' ? taken(state, message, now) : refuse(state, { code: move, refId: message.id }, now)
}

const taken = (state: ConnectionState, message: ClientMessage, now: Instant): ConnectionStep => {
  switch (message.type) {
    case 'ack':
      return [acknowledged(state, message.seq, now), []]
    case 'ping':
      return say(state, { type: 'pong', threadId: state.threadId, data: defined({ nonce: message.nonce }) }, now)
    case 'connect':
      return connecting(state, message)
    case 'get_thread':
    case 'create_thread':
    case 'submit_prompt':
    case 'cancel':
      // The table takes these only where a user is known; without one there is nothing to do.
      return state.user === null ? [state, []] : asked(state, { message, user: state.user }, now)
  }
}

/** The client has all up to a number; one that was never given is no news. */
const acknowledged = (state: ConnectionState, seq: number, now: Instant): ConnectionState =>
  seq <= state.lastAck || seq >= state.nextSeq
    ? state
    : { ...state, lastAck: seq, replay: trimmed(state, { acked: seq, now }) }

const connecting = (
  state: ConnectionState,
  { id, publicKey, proof, resume }: Extract<ClientMessage, { readonly type: 'connect' }>,
): ConnectionStep => {
  const [next, ref] = waiting(
    { ...state, status: 'pending_auth', offlineSince: null },
    { op: 'authenticate', messageId: id, resume: resume ?? null },
  )
  const asking = { _tag: 'database', op: 'authenticate', ref, publicKey } as const
  return [next, [proof === undefined ? asking : { ...asking, proof }]]
}

type Bare<P> = P extends unknown ? Omit<P, 'ref'> : never

/** The state waits for an answer to what is asked under the given ref. */
export const waiting = (state: ConnectionState, request: Bare<Pending>): readonly [ConnectionState, string] => {
  const ref = `${state.sessionId}/${state.nextRef}`
  // A cast by construction: the ref is the one member that was left out.
  const pending = { ...request, ref } as Pending
  return [{ ...state, nextRef: state.nextRef + 1, pending: [...state.pending, pending] }, ref]
}

type Asking = Extract<ClientMessage, { readonly type: Use | 'cancel' }>

const asked = (
  state: ConnectionState,
  { message, user }: { readonly message: Asking; readonly user: ConnectedUser },
  now: Instant,
): ConnectionStep => {
  const refusal = refusalOf(state, { message, user })
  if (refusal !== undefined) return refuse(state, { ...refusal, refId: message.id }, now)
  if (message.type === 'cancel') return cancelling(state, message, now)
  const quota = spend(state.quota, { use: message.type, now }, state.limits)
  if (E.isLeft(quota)) return refuse(state, { code: 'RATE_LIMITED', retryAfterMs: quota.left, refId: message.id }, now)
  return requested({ ...state, quota: quota.right }, message, user)
}

const refusalOf = (
  state: ConnectionState,
  { message, user }: { readonly message: Asking; readonly user: ConnectedUser },
): Refusal | undefined => {
  if (message.type === 'cancel')
    return state.loops.some(({ loopId, isEnded }) => loopId === message.loopId && !isEnded)
      ? undefined
      : { code: 'LOOP_NOT_FOUND' }
  if (state.pending.length >= state.limits.pendingRequests) return { code: 'OVERLOADED', retryAfterMs: 1000 }
  if (message.type === 'create_thread')
    return message.userId === user.id || message.userId === user.publicKey ? undefined : { code: 'NOT_AUTHORISED' }
  return message.type === 'submit_prompt' ? promptRefusal(state, message) : undefined
}

const promptRefusal = (
  { threadId, loops, limits }: ConnectionState,
  { thread, prompt }: Extract<ClientMessage, { readonly type: 'submit_prompt' }>,
): Refusal | undefined => {
  const on = thread ?? threadId
  if (on === null) return { code: 'THREAD_REQUIRED' }
  if (prompt.trim() === '') return { code: 'PROMPT_EMPTY' }
  if (prompt.length > limits.promptChars) return { code: 'PROMPT_TOO_LONG' }
  return loops.some((loop) => loop.thread === on && !loop.isEnded) ? { code: 'LOOP_BUSY' } : undefined
}

/** The loop is told to end; it is there until it says that it has. */
const cancelling = (
  state: ConnectionState,
  { id, loopId }: Extract<ClientMessage, { readonly type: 'cancel' }>,
  now: Instant,
): ConnectionStep => [
  remembering(state, { id, at: now, seq: null, reply: null }),
  [{ _tag: 'loop', op: 'cancel', loopId, reason: 'cancelled by the client' }],
]

const requested = (
  state: ConnectionState,
  message: Exclude<Asking, { readonly type: 'cancel' }>,
  user: ConnectedUser,
): ConnectionStep => {
  const { id: messageId } = message
  const userId = user.id
  switch (message.type) {
    case 'get_thread': {
      const { thread, limit, before } = message
      const subscribed = { ...state, status: 'subscribed', threadId: thread } as const
      const [next, ref] = waiting(subscribed, { op: 'load_messages', messageId, thread, snapshot: null })
      const reading = { _tag: 'database', op: 'load_messages', ref, userId, thread, limit } as const
      return [next, [before === undefined ? reading : { ...reading, before }]]
    }
    case 'create_thread': {
      const { name, initialMessage } = message
      const [next, ref] = waiting(state, { op: 'create_thread', messageId })
      const creating = { _tag: 'database', op: 'create_thread', ref, userId, name } as const
      return [next, [initialMessage === undefined ? creating : { ...creating, initialMessage }]]
    }
    case 'submit_prompt':
      return submitted(state, message, userId)
  }
}

const submitted = (
  state: ConnectionState,
  message: Extract<ClientMessage, { readonly type: 'submit_prompt' }>,
  userId: string,
): ConnectionStep => {
  const thread = message.thread ?? state.threadId ?? ''
  // Named after user and message, not the session: a client that sends it again in a new session starts no second loop.
  const loopId = idOf(`loop/${userId}/${thread}/${message.id}`)
  const [next, ref] = waiting(state, { op: 'start', messageId: message.id, loopId, thread })
  const { prompt, limits = {}, messageId } = message
  const starting = { _tag: 'loop', op: 'start', ref, loopId, thread, userId, prompt, limits } as const
  const loops = [...state.loops, { loopId, thread, last: null, isEnded: false }]
  return [{ ...next, loops }, [messageId === undefined ? starting : { ...starting, messageId }]]
}
