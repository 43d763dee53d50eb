import type { ServerMessage } from '@chorale/core/connection'

/** What every receiver of an event gets alike, once per event: written to be sent, kept as long as the event is. */
const tails = new WeakMap<object, { readonly threadId: string | null; readonly bytes: Buffer }>()

const tailOf = ({ thread_id: threadId, data }: ServerMessage): Buffer => {
  const known = tails.get(data)
  if (known?.threadId === threadId) return known.bytes
  const bytes = Buffer.from(`"thread_id":${JSON.stringify(threadId)},"data":${JSON.stringify(data)}}`)
  tails.set(data, { threadId, bytes })
  return bytes
}

/** What differs from receiver to receiver comes first, and all of it is ASCII. */
const headOf = ({ type, id, seq, ts }: ServerMessage): string =>
  `{"v":1,"type":"${type}","id":"${id}","seq":${seq},"ts":"${ts}",`

/** A message as JSON in UTF-8. */
export const bytesOf = (message: ServerMessage): Buffer => {
  const head = headOf(message)
  const tail = tailOf(message)
  const bytes = Buffer.allocUnsafe(head.length + tail.length)
  bytes.write(head, 0, 'latin1')
  tail.copy(bytes, head.length)
  return bytes
}

/** From this size on it is worth more to share bytes among all who have yet to read them than to send one frame. */
const SHARED = 4096

/** The same in the pieces it is best sent in: one, or two of which the second is the same memory for all receivers. */
export const piecesOf = (message: ServerMessage): readonly [Buffer] | readonly [string, Buffer] => {
  const tail = tailOf(message)
  return tail.length < SHARED ? [bytesOf(message)] : [headOf(message), tail]
}
