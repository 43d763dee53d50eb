import { toIso, type Instant, type Json } from '../../../kit/base/index.js'
import { numberedId } from './id.js'
import type { ConnectionLimits } from '../bounds/limits.js'
import type { ServerMessage } from '../model.js'
import { dropWhile, emptyQueue, first, items, push, type Queue } from './queue.js'

/** What was sent and may have to be sent again, the oldest first; the newest is the one before the session's next number. */
export interface Replay {
  readonly queue: Queue<Said>
  readonly weight: number
}

/** A message but for its number: all sessions that are told the same at once share one. */
export interface Said {
  readonly type: ServerMessage['type']
  readonly threadId: string | null
  readonly data: ServerMessage['data']
  readonly at: Instant
  readonly ts: string
  readonly weight: number
}

/** What a session has to say something again. */
interface Speaker {
  readonly replay: Replay
  readonly nextSeq: number
  readonly idRoot: string
  readonly limits: ConnectionLimits
}

/** Nothing was sent. */
export const emptyReplay: Replay = { queue: emptyQueue, weight: 0 }

/** What was said last about a value: nobody can see that it is made once for all who are told it. */
const shared = new WeakMap<ServerMessage['data'], Said>()

/** Something that is said now. */
export const saidOf = ({ type, threadId, data }: Omit<Said, 'at' | 'ts' | 'weight'>, at: Instant): Said => {
  const known = shared.get(data)
  if (known?.at === at && known.threadId === threadId && known.type === type) return known
  const said = { type, threadId, data, at, ts: toIso(at), weight: known?.weight ?? weightOf(data) + 300 }
  shared.set(data, said)
  return said
}

/** The message under its number, from the session whose ids begin so. */
export const messageOf = ({ type, ts, threadId, data }: Said, seq: number, idRoot: string): ServerMessage => ({
  v: 1,
  type,
  id: numberedId(idRoot, seq),
  seq,
  ts,
  thread_id: threadId,
  data,
})

/** What is kept when a message more was sent; what is beyond the limits goes. */
export const kept = ({ replay, nextSeq, limits, idRoot }: Speaker, said: Said): Replay => {
  const more = { queue: push(said, replay.queue), weight: replay.weight + said.weight }
  return trimmed(
    { replay: more, nextSeq: nextSeq + 1, limits, idRoot },
    { acked: nextSeq - limits.replaySize, now: said.at },
  )
}

/** The same without what the client has, what is too old, and what is beyond the size in memory. */
export const trimmed = (
  { replay, nextSeq, limits }: Speaker,
  { acked, now }: { readonly acked: number; readonly now: Instant },
): Replay => {
  let { weight } = replay
  let seq = nextSeq - replay.queue.size
  const isOld = (item: Said): boolean =>
    seq <= acked || now - item.at > limits.replayMs || (weight > limits.replayBytes && weight > item.weight)
  const oldest = first(replay.queue)
  if (oldest === undefined || !isOld(oldest)) return replay
  const queue = dropWhile<Said>((item) => {
    if (!isOld(item)) return false
    seq += 1
    weight -= item.weight
    return true
  }, replay.queue)
  return queue.size === 0 ? emptyReplay : { queue, weight }
}

/** What comes after a number, in order; undefined where some of it is not kept any more. */
export const sentAfter = (seq: number, { replay, nextSeq, idRoot }: Speaker): readonly ServerMessage[] | undefined => {
  const oldest = nextSeq - replay.queue.size
  if (seq + 1 < oldest) return undefined
  return items(replay.queue)
    .slice(seq + 1 - oldest)
    .map((said, i) => messageOf(said, seq + 1 + i, idRoot))
}

/** Roughly the bytes a value takes in memory. */
const weightOf = (value: Json | undefined): number => {
  if (typeof value === 'string') return 24 + value.length
  if (typeof value !== 'object' || value === null) return 8
  // A cast by construction: what is no list of JSON is an object of JSON.
  const inside: readonly (Json | undefined)[] = Array.isArray(value) ? (value as readonly Json[]) : Object.values(value)
  return inside.reduce<number>((sum, member) => sum + weightOf(member), 48)
}
