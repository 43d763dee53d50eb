import type { ServerMessage } from '@chorale/core/connection'

/** From this size on bytes are worth sharing among all who have yet to read them. */
const SHARED = 4096

/** The part that every receiver of an event gets alike: its bytes, or a small one's bytes as characters. */
type Tail = Buffer | string

/** Written once per event and thread, kept as long as the event is. */
const tails = new WeakMap<object, { readonly threadId: string | null; readonly tail: Tail }>()

const tailOf = ({ thread_id: threadId, data }: ServerMessage): Tail => {
  const known = tails.get(data)
  if (known?.threadId === threadId) return known.tail
  const bytes = Buffer.from(`"thread_id":${JSON.stringify(threadId)},"data":${JSON.stringify(data)}}`)
  const tail = bytes.length < SHARED ? bytes.toString('latin1') : bytes
  tails.set(data, { threadId, tail })
  return tail
}

/** What differs from receiver to receiver comes first, and all of it is ASCII. */
const headOf = ({ type, id, seq, ts }: ServerMessage): string =>
  `{"v":1,"type":"${type}","id":"${id}","seq":${seq},"ts":"${ts}",`

/** A message as JSON in UTF-8. */
export const bytesOf = (message: ServerMessage): Buffer => {
  const tail = tailOf(message)
  const head = Buffer.from(headOf(message), 'latin1')
  return Buffer.concat([head, typeof tail === 'string' ? Buffer.from(tail, 'latin1') : tail])
}

/** The same in the parts it is best sent in: each character of a text is one byte. */
export const partsOf = (message: ServerMessage): readonly [head: string, tail: Tail] => [
  headOf(message),
  tailOf(message),
]
