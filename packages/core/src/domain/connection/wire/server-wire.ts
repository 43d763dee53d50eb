import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { ServerMessage } from '../model.js'
import {
  anything,
  anyText,
  faultIn,
  isRecord,
  list,
  only,
  optional,
  orNull,
  record,
  shaped,
  truth,
  whole,
  type Shape,
} from './shape.js'

const envelope: Shape = {
  v: { is: (value) => value === 1, wanted: '1' },
  type: anyText,
  id: anyText,
  seq: whole(1),
  ts: anyText,
  thread_id: orNull(anyText),
  data: record,
}

/** The members of `data`, by type. Spec chorus 11.2 and, for `chorus_response`, 2. */
const shapes: { readonly [T in ServerMessage['type']]: Shape } = {
  init: {
    user: shaped({ id: anyText, public_key: anyText }),
    threads: list,
    session_id: anyText,
    heartbeat_ms: whole(1),
    replay_size: whole(1),
  },
  thread_messages: { thread_id: anyText, messages: list, has_more: truth },
  new_thread: { thread: record },
  chorus_response: {
    loop_id: anyText,
    thread_id: anyText,
    step: anyText,
    iteration: whole(0),
    status: anyText,
    content: anything,
    priors: optional(list),
    loop: optional(truth),
    reasoning: optional(anyText),
    error: optional(record),
    discard: optional(truth),
    seq: whole(1),
  },
  // The end of a loop, the reply to a prompt, or a change of a thread.
  state_update: { loop_id: optional(anyText), status: optional(anyText), thread: optional(record) },
  resumed: { session_id: anyText, replayed: whole(0), gap: truth, snapshot: optional(record) },
  error: {
    code: anyText,
    message: anyText,
    retryable: truth,
    retry_after_ms: optional(whole(0)),
    ref_id: optional(anyText),
  },
  pong: { nonce: optional(anyText) },
}

/** Why a text is no message of a server. */
export interface Unreadable {
  readonly code: 'BAD_MESSAGE' | 'UNKNOWN_TYPE'
  readonly message: string
}

/**
 * Reads a server's text, which is the JSON of a `ServerMessage`. Members nobody knows are passed over, but for those of `state_update`, which is open; a type nobody knows is
 * refused, so that a client may pass over it.
 */
export const readServerMessage = (raw: string): Either<Unreadable, ServerMessage> => {
  const parsed = parse(raw)
  if (!isRecord(parsed)) return E.left({ code: 'BAD_MESSAGE', message: 'wanted an object as JSON' })
  const fault = faultIn(parsed, envelope)
  if (fault !== undefined) return E.left({ code: 'BAD_MESSAGE', message: fault })
  // A cast by construction: the shapes are named by the types.
  const type = (Object.keys(shapes) as readonly ServerMessage['type'][]).find((known) => known === parsed['type'])
  const data = parsed['data']
  if (type === undefined) return E.left({ code: 'UNKNOWN_TYPE', message: 'the type is not known' })
  if (!isRecord(data)) return E.left({ code: 'BAD_MESSAGE', message: 'data: wanted an object' })
  const dataFault = faultIn(data, shapes[type])
  if (dataFault !== undefined) return E.left({ code: 'BAD_MESSAGE', message: `data.${dataFault}` })
  const known = type === 'state_update' ? data : only(data, shapes[type])
  // A cast after a check: every member of the envelope was found to be what its type says.
  return E.right({ ...only(parsed, envelope), data: known } as unknown as ServerMessage)
}

const parse = (raw: string): unknown => {
  try {
    return JSON.parse(raw)
  } catch {
    return undefined
  }
}
