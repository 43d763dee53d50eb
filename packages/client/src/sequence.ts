import type { ServerMessage } from '@chorale/core/connection'

/** What of one session has come: everything up to `last`, and some that came early. */
export interface Sequence {
  readonly last: number
  readonly early: readonly ServerMessage[]
}

/** Nothing came after `last` yet. */
export const sequenceAfter = (last: number): Sequence => ({ last, early: [] })

/** So many may wait for one that is missing; more are asked for again. */
const mostEarly = 1000

/** Puts a message where it belongs: `ready` are the ones whose turn it is now. One that came before is left out. */
export const place = (
  { last, early }: Sequence,
  message: ServerMessage,
): { readonly sequence: Sequence; readonly ready: readonly ServerMessage[] } => {
  const isKnown = message.seq <= last || early.some(({ seq }) => seq === message.seq)
  if (isKnown || early.length >= mostEarly) return { sequence: { last, early }, ready: [] }
  if (message.seq === last + 1 && early.length === 0)
    return { sequence: { last: message.seq, early }, ready: [message] }
  const waiting = [...early, message].sort((a, b) => a.seq - b.seq)
  const broken = waiting.findIndex(({ seq }, i) => seq !== last + 1 + i)
  const count = broken === -1 ? waiting.length : broken
  return { sequence: { last: last + count, early: waiting.slice(count) }, ready: waiting.slice(0, count) }
}
