import type { ServerMessage } from '@chorale/core/connection'
import type { SessionMark } from './options.js'
import { place, sequenceAfter, type Sequence } from './sequence.js'
import { textIn } from './wire.js'

/** How far the reading of a session has come. Plain data: what arrives makes a new one. */
export interface Reception {
  /** The session that is read; null before the first. */
  readonly sessionId: string | null
  readonly sequence: Sequence
  /** The `connect` that is not answered yet, and what came in the meantime: only the answer tells whose it is. */
  readonly asking: { readonly id: string; readonly held: readonly ServerMessage[] } | null
}

/** What became of a message. */
export type Received =
  /** Kept for later, or known already. */
  | { readonly _tag: 'kept' }
  /** Some messages' turn has come. */
  | { readonly _tag: 'ready'; readonly messages: readonly ServerMessage[] }
  /** The connection was accepted; `began` tells that a session is new. */
  | { readonly _tag: 'accepted'; readonly began: boolean; readonly messages: readonly ServerMessage[] }
  | { readonly _tag: 'refused'; readonly error: ServerMessage }

/** Nothing was read yet, or everything up to the mark. */
export const receptionFrom = (mark: SessionMark | null): Reception => ({
  sessionId: mark?.sessionId ?? null,
  sequence: sequenceAfter(mark?.lastSeq ?? 0),
  asking: null,
})

/** A new connection: `connect` goes out under this id. What came early is asked for again. */
export const askingFor = (reception: Reception, id: string): Reception => ({
  ...reception,
  sequence: sequenceAfter(reception.sequence.last),
  asking: { id, held: [] },
})

/** Takes a message in. */
export const receive = (
  reception: Reception,
  message: ServerMessage,
): { readonly reception: Reception; readonly received: Received } => {
  const { asking } = reception
  if (asking === null) return placed(reception, message)
  if (message.type === 'error' && textIn(message, 'ref_id') === asking.id)
    return { reception: { ...reception, asking: null }, received: { _tag: 'refused', error: message } }
  const held = [...asking.held, message]
  const sessionId = answerIn(message)
  if (sessionId === null)
    return { reception: { ...reception, asking: { ...asking, held } }, received: { _tag: 'kept' } }
  const began = sessionId !== reception.sessionId
  const sequence = began ? sequenceAfter(0) : reception.sequence
  const all = allPlaced(sequence, held)
  return {
    reception: { sessionId, sequence: all.sequence, asking: null },
    received: { _tag: 'accepted', began, messages: all.ready },
  }
}

const placed = (reception: Reception, message: ServerMessage) => {
  const { sequence, ready } = place(reception.sequence, message)
  const received: Received = ready.length === 0 ? { _tag: 'kept' } : { _tag: 'ready', messages: ready }
  return { reception: { ...reception, sequence }, received }
}

const allPlaced = (from: Sequence, messages: readonly ServerMessage[]) => {
  let sequence = from
  const ready: ServerMessage[] = []
  for (const message of messages) {
    const next = place(sequence, message)
    sequence = next.sequence
    ready.push(...next.ready)
  }
  return { sequence, ready }
}

/** The session that an answer to `connect` names; null where the message is none. */
const answerIn = (message: ServerMessage): string | null =>
  message.type === 'init' || message.type === 'resumed' ? textIn(message, 'session_id') : null
