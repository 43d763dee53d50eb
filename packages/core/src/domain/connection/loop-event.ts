import type { Instant } from '../../kit/base/index.js'
import { begun } from './answer.js'
import type { LoopEvent } from './model.js'
import { say, type Saying } from './said/saying.js'
import type { ConnectionState, ConnectionStep, RunningLoop } from './state.js'

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

/** An event as it is said. */
export const sayingOf = ({ type, thread, data }: LoopEvent): Saying => ({ type, threadId: thread, data })

const told = (state: ConnectionState, event: LoopEvent, now: Instant): ConnectionStep =>
  say(state, sayingOf(event), now)

/** The thread is open, and the user is known to see it. */
export const isOpen = ({ status, threadId, pending }: ConnectionState, thread: string): boolean =>
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
