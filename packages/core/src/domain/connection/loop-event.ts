import type { Instant } from '../../kit/base/index.js'
import { begun } from './answer.js'
import type { LoopEvent, ServerMessage } from './model.js'
import { kept, messageOf, saidOf } from './replay.js'
import { say, type Saying } from './saying.js'
import { isAway, type ConnectionState, type ConnectionStep, type RunningLoop } from './state.js'

/**
 * What a loop told goes to the client, or waits in the replay buffer for it. A loop of this session is always told; another one's only
 * where its thread is open here. Before `init` nothing is sent: the snapshot says it.
 */
export const handleLoopEvent = (state: ConnectionState, event: LoopEvent, now: Instant): ConnectionStep => {
  const loop = state.loops.find(({ loopId }) => loopId === event.loopId)
  if (loop === undefined) return isOpen(state, event.thread) ? told(state, event, now) : [state, []]
  const [begun, first] = startedBefore(state, event, now)
  const isOpening = state.status === 'pending_auth'
  const noted = withLoop(begun, noting(loop, event), event.isLast && !isOpening ? 'over' : 'goes on')
  if (isOpening) return [noted, first]
  const [next, second] = told(noted, event, now)
  return [next, [...first, ...second]]
}

/** An event at the time it is told. */
export interface Told {
  readonly event: LoopEvent
  readonly now: Instant
}

/**
 * The message that `handleLoopEvent` sends to a session that does nothing with an event but pass it on, when so many others like it come
 * `before`; undefined where it does more, or sends nothing. With it a broadcast is sent at once, and put into each state by `withPassedOn`.
 */
export const passedOn = (state: ConnectionState, { event, now }: Told, before: number): ServerMessage | undefined => {
  if (isAway(state) || !isOpen(state, event.thread)) return undefined
  if (state.loops.some(({ loopId }) => loopId === event.loopId)) return undefined
  return messageOf(saidOf(sayingOf(event), now), state.nextSeq + before, state.idRoot)
}

/** The state after events that were passed on: what `handleLoopEvent` makes of one after the other. */
export const withPassedOn = (state: ConnectionState, told: readonly Told[]): ConnectionState => {
  const { idRoot, limits } = state
  let { nextSeq, replay } = state
  for (const { event, now } of told) {
    replay = kept({ replay, nextSeq, idRoot, limits }, saidOf(sayingOf(event), now))
    nextSeq += 1
  }
  return { ...state, nextSeq, replay }
}

const sayingOf = ({ type, thread, data }: LoopEvent): Saying => ({ type, threadId: thread, data })

const told = (state: ConnectionState, event: LoopEvent, now: Instant): ConnectionStep =>
  say(state, sayingOf(event), now)

/** The thread is open, and the user is known to see it. */
const isOpen = ({ status, threadId, pending }: ConnectionState, thread: string): boolean =>
  threadId === thread &&
  status !== 'pending_auth' &&
  !pending.some((one) => one.op === 'load_messages' && one.thread === thread)

/** A loop that tells something has begun, even where nobody has said so. */
const startedBefore = (state: ConnectionState, { loopId }: LoopEvent, now: Instant): ConnectionStep => {
  const start = state.pending.find((request) => request.op === 'start' && request.loopId === loopId)
  if (start?.op !== 'start') return [state, []]
  return begun({ ...state, pending: state.pending.filter((request) => request !== start) }, start, now)
}

const noting = (loop: RunningLoop, event: LoopEvent): RunningLoop => ({
  ...loop,
  last: event.isDroppable ? loop.last : event.data,
  isEnded: loop.isEnded || event.isLast,
})

const withLoop = (state: ConnectionState, loop: RunningLoop, then: 'over' | 'goes on'): ConnectionState => ({
  ...state,
  loops:
    then === 'over'
      ? state.loops.filter(({ loopId }) => loopId !== loop.loopId)
      : state.loops.map((other) => (other.loopId === loop.loopId ? loop : other)),
})
