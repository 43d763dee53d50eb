import { defined, type Instant, type Json } from '../../../kit/base/index.js'
import type { ConnectionEffect, ServerMessage } from '../model.js'
import { dropWhile, push } from './queue.js'
import { refusalOf, type RefusalCode } from '../refusal.js'
import { kept, messageOf, saidOf } from './replay.js'
import { isAway, type ConnectionState, type ConnectionStep, type Remembered } from '../state.js'

/** A message before it has its number. */
export interface Saying {
  readonly type: ServerMessage['type']
  readonly threadId: string | null
  readonly data: { readonly [name: string]: Json | undefined }
}

/** Numbers a message and keeps it to be sent again. */
export const numbered = (
  state: ConnectionState,
  saying: Saying,
  now: Instant,
): readonly [ConnectionState, ServerMessage] => {
  const seq = state.nextSeq
  const said = saidOf(saying, now)
  return [{ ...state, nextSeq: seq + 1, replay: kept(state, said) }, messageOf(said, seq, state.idRoot)]
}

/** A message as it leaves. */
export const sending = (message: ServerMessage): ConnectionEffect => ({ _tag: 'socket', op: 'send', message })

/** Says something: sent where somebody listens, kept in any case. */
export const say = (state: ConnectionState, saying: Saying, now: Instant): ConnectionStep => {
  const [next, message] = numbered(state, saying, now)
  return [next, isAway(state) ? [] : [sending(message)]]
}

/** Says something in reply to a message of the client, and knows it again when that message is repeated. */
export const reply = (
  state: ConnectionState,
  { to, ...saying }: Saying & { readonly to: string },
  now: Instant,
): ConnectionStep => {
  const [next, message] = numbered(state, saying, now)
  const isRead = saying.type === 'thread_messages'
  const entry = { id: to, at: now, seq: message.seq, reply: isRead ? null : message }
  return [remembering(next, entry), isAway(state) ? [] : [sending(message)]]
}

/** The state knows a message of the client that was carried out. */
export const remembering = (state: ConnectionState, entry: Remembered): ConnectionState => ({
  ...state,
  seen: stillKnown(push(entry, state.seen), state, entry.at),
})

/** What is remembered without what is too old or too much. */
export const stillKnown = (
  seen: ConnectionState['seen'],
  { limits }: ConnectionState,
  now: Instant,
): ConnectionState['seen'] => {
  let over = seen.size - limits.seenSize
  return dropWhile(({ at }) => (over -= 1) >= 0 || now - at > limits.seenMs, seen)
}

/** Why something was not done, in a code of this room. */
export interface Refusal {
  readonly code: RefusalCode
  readonly message?: string
  readonly retryAfterMs?: number
  /** The client's message it is about. */
  readonly refId?: string
}

/** A failure as a client is told of it. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly retryable: boolean
  readonly retryAfterMs?: number
}

/** The data of an `error`. */
export const errorData = (failure: Failure, refId: string | undefined): Saying['data'] =>
  defined({
    code: failure.code,
    message: failure.message,
    retryable: failure.retryable,
    retry_after_ms: failure.retryAfterMs,
    ref_id: refId,
  })

/** Tells why something was not done. It goes out whatever the status: the message it answers has come in. */
export const refuse = (state: ConnectionState, { code, refId, ...rest }: Refusal, now: Instant): ConnectionStep => {
  const data = errorData({ ...refusalOf(code), ...rest, code }, refId)
  const [next, message] = numbered(state, { type: 'error', threadId: state.threadId, data }, now)
  return [next, [sending(message)]]
}
