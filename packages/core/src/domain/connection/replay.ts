import type { Instant, Json } from '../../kit/base/index.js'
import type { ConnectionLimits } from './limits.js'
import type { Buffered, ServerMessage } from './model.js'
import { dropWhile, emptyQueue, first, items, push, type Queue } from './queue.js'

/** What was sent and may have to be sent again, the oldest first. */
export interface Replay {
  readonly queue: Queue<Kept>
  readonly weight: number
}

interface Kept extends Buffered {
  readonly weight: number
}

/** Nothing was sent. */
export const emptyReplay: Replay = { queue: emptyQueue, weight: 0 }

/** The same with a message more; what is beyond the limits goes. */
export const kept = (replay: Replay, buffered: Buffered, limits: ConnectionLimits): Replay => {
  const weight = weightOfData(buffered.message.data) + 300
  const queue = push({ ...buffered, weight }, replay.queue)
  return trimmed(
    { queue, weight: replay.weight + weight },
    { acked: buffered.message.seq - limits.replaySize, now: buffered.at },
    limits,
  )
}

/** The same without what the client has, what is too old, and what is beyond the size in memory. */
export const trimmed = (
  replay: Replay,
  { acked, now }: { readonly acked: number; readonly now: Instant },
  limits: ConnectionLimits,
): Replay => {
  let { weight } = replay
  const queue = dropWhile<Kept>((item) => {
    const isOld =
      item.message.seq <= acked ||
      now - item.at > limits.replayMs ||
      (weight > limits.replayBytes && weight > item.weight)
    if (isOld) weight -= item.weight
    return isOld
  }, replay.queue)
  return queue === replay.queue ? replay : queue.size === 0 ? emptyReplay : { queue, weight }
}

/** The number of the oldest message that is kept. */
export const oldestSeq = ({ queue }: Replay): number | undefined => first(queue)?.message.seq

/** What comes after a number, in order. */
export const sentAfter = (seq: number, { queue }: Replay): readonly ServerMessage[] =>
  items(queue)
    .map(({ message }) => message)
    .filter((message) => message.seq > seq)

/** Weighed once for all sessions that share it: nobody can see that it was. */
const weights = new WeakMap<ServerMessage['data'], number>()

const weightOfData = (data: ServerMessage['data']): number => {
  const known = weights.get(data)
  if (known !== undefined) return known
  const weight = weightOf(data)
  weights.set(data, weight)
  return weight
}

/** Roughly the bytes a value takes in memory. */
const weightOf = (value: Json | undefined): number => {
  if (typeof value === 'string') return 24 + value.length
  if (typeof value !== 'object' || value === null) return 8
  // A cast by construction: what is no list of JSON is an object of JSON.
  const inside: readonly (Json | undefined)[] = Array.isArray(value) ? (value as readonly Json[]) : Object.values(value)
  return inside.reduce<number>((sum, member) => sum + weightOf(member), 48)
}
