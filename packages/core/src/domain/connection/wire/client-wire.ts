import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { defined } from '../../../kit/base/index.js'
import type { ClientMessage } from '../model.js'
import { faultOfPlain, isLongerThan } from './plain.js'
import {
  anyText,
  faultIn,
  id,
  iso,
  isRecord,
  only,
  optional,
  ownMember,
  record,
  shaped,
  text,
  whole,
  type Members,
  type Shape,
} from './shape.js'

/** Why a text from a client is refused; `refId` is its id, where that could be read. */
export interface WireFault {
  readonly code: 'BAD_MESSAGE' | 'UNKNOWN_TYPE'
  readonly message: string
  readonly refId?: string
}

const keyForm = /^[A-Za-z0-9:_-]{1,128}$/u

/** The members of `data`, by type. Spec chorus 11.2. */
const shapes: { readonly [T in ClientMessage['type']]: Shape } = {
  connect: {
    public_key: {
      is: (value) => typeof value === 'string' && keyForm.test(value),
      wanted: '1 to 128 letters, digits, ":", "_" and "-"',
    },
    proof: optional(text(0, 16_384)),
    resume: optional(shaped({ session_id: id, last_seq: whole(0) })),
  },
  get_thread: { thread_id: id, limit: optional(whole(1, 200)), before: optional(iso) },
  create_thread: { user_id: id, name: text(1, 200), initial_message: optional(anyText) },
  submit_prompt: { prompt: anyText, thread_id: optional(id), limits: optional(record), message_id: optional(id) },
  cancel: { loop_id: id },
  ack: { seq: whole(0) },
  ping: { nonce: optional(text(0, 128)) },
}

/** Types as an earlier protocol called them. */
const typeAliases = new Map<unknown, unknown>([['get_thread_messages', 'get_thread']])

/**
 * Reads a client's text: an envelope, or a bare `{ type, data }`, which is given the id `unnamed`. Unknown members are passed over. Nothing in
 * a text makes it throw, and what it holds is never told. Spec chorus 11.2.
 */
export const readClientMessage = (
  raw: string,
  { unnamed, maxBytes = 65_536 }: { readonly unnamed: string; readonly maxBytes?: number },
): Either<WireFault, ClientMessage> => {
  if (isLongerThan(maxBytes, raw)) return bad(`the message is longer than ${maxBytes} bytes`)
  const parsed = parse(raw)
  if (!isRecord(parsed)) return bad('wanted an object as JSON')
  const ownId = ownMember(parsed, 'id') ?? undefined
  const refId = typeof ownId === 'string' && id.is(ownId) ? ownId : undefined
  const fault = faultOfPlain(parsed) ?? envelopeFault(parsed, ownId)
  if (fault !== undefined) return bad(fault, refId)
  const type = typeOf(parsed)
  if (type === undefined) return E.left(withRef({ code: 'UNKNOWN_TYPE', message: 'the type is not known' }, refId))
  const data = dataOf(parsed, type)
  const dataFault = faultIn(data, shapes[type])
  if (dataFault !== undefined) return bad(`data.${dataFault}`, refId)
  const thread = ownMember(parsed, 'thread_id')
  const threadId = typeof thread === 'string' ? thread : null
  return E.right({ id: refId ?? unnamed, threadId, ...messageOf(type, only(data, shapes[type]), threadId) })
}

const parse = (raw: string): unknown => {
  try {
    return JSON.parse(raw)
  } catch {
    return undefined
  }
}

const bad = (message: string, refId?: string): Either<WireFault, never> =>
  E.left(withRef({ code: 'BAD_MESSAGE', message }, refId))

const withRef = (fault: Pick<WireFault, 'code' | 'message'>, refId: string | undefined): WireFault =>
  refId === undefined ? fault : { ...fault, refId }

const envelopeFault = (members: Members, ownId: unknown): string | undefined => {
  const version = ownMember(members, 'v')
  const thread = ownMember(members, 'thread_id') ?? null
  if (version !== undefined && version !== 1) return 'v: wanted 1'
  if (ownId !== undefined && !id.is(ownId)) return `id: wanted ${id.wanted}`
  if (thread !== null && !id.is(thread)) return `thread_id: wanted ${id.wanted}, or null`
  if (typeof ownMember(members, 'type') !== 'string') return 'type: wanted a text'
  return isRecord(ownMember(members, 'data') ?? {}) ? undefined : 'data: wanted an object'
}

const typeOf = (members: Members): ClientMessage['type'] | undefined => {
  const given = ownMember(members, 'type')
  const type = typeAliases.get(given) ?? given
  // A cast by construction: the shapes are named by the types.
  return (Object.keys(shapes) as readonly ClientMessage['type'][]).find((known) => known === type)
}

/** The data with its aliases resolved, and with null for what is optional taken as left out. */
const dataOf = (members: Members, type: ClientMessage['type']): Members => {
  const given = ownMember(members, 'data') ?? {}
  const data = isRecord(given) ? given : {}
  const named = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null))
  const content = ownMember(named, 'content')
  return type === 'submit_prompt' && ownMember(named, 'prompt') === undefined && content !== undefined
    ? { ...named, prompt: content }
    : named
}

type Body<M> = M extends ClientMessage ? Omit<M, 'id' | 'threadId'> : never

const messageOf = (type: ClientMessage['type'], data: Members, threadId: string | null): Body<ClientMessage> =>
  // A cast after a check: each shape was found in the data, and these are its members by their names here.
  ({ type, ...defined(renamed(type, data, threadId)) }) as unknown as Body<ClientMessage>

const renamed = (type: ClientMessage['type'], data: Members, threadId: string | null): Members => {
  switch (type) {
    case 'connect': {
      const resume = data['resume']
      return {
        publicKey: data['public_key'],
        proof: data['proof'],
        resume: isRecord(resume) ? { sessionId: resume['session_id'], lastSeq: resume['last_seq'] } : undefined,
      }
    }
    case 'get_thread':
      return { thread: data['thread_id'], limit: data['limit'] ?? 50, before: data['before'] }
    case 'create_thread':
      return { userId: data['user_id'], name: data['name'], initialMessage: data['initial_message'] }
    case 'submit_prompt': {
      const thread = data['thread_id'] ?? threadId
      return { prompt: data['prompt'], thread, limits: data['limits'], messageId: data['message_id'] }
    }
    case 'cancel':
      return { loopId: data['loop_id'] }
    case 'ack':
      return { seq: data['seq'] }
    case 'ping':
      return { nonce: data['nonce'] }
  }
}

/** A client's message as it goes over the wire; `ts` is the client's own time, ISO 8601. */
export const writeClientMessage = (message: ClientMessage, ts: string): string => {
  const { id: own, threadId, type } = message
  return JSON.stringify({ v: 1, type, id: own, ts, thread_id: threadId, data: wireData(message) })
}

const wireData = (message: ClientMessage): Members => {
  switch (message.type) {
    case 'connect': {
      const { publicKey, proof, resume } = message
      const asked = resume && { session_id: resume.sessionId, last_seq: resume.lastSeq }
      return { public_key: publicKey, proof, resume: asked }
    }
    case 'get_thread':
      return { thread_id: message.thread, limit: message.limit, before: message.before }
    case 'create_thread':
      return { user_id: message.userId, name: message.name, initial_message: message.initialMessage }
    case 'submit_prompt': {
      const { prompt, thread, limits, messageId } = message
      return { prompt, thread_id: thread ?? undefined, limits, message_id: messageId }
    }
    case 'cancel':
      return { loop_id: message.loopId }
    case 'ack':
      return { seq: message.seq }
    case 'ping':
      return { nonce: message.nonce }
  }
}
