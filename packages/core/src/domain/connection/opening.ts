import type { Instant, Json } from '../../kit/base/index.js'
import { withoutUser } from './connection-error.js'
import { waiting } from './machine.js'
import type { ConnectedUser } from './model.js'
import { reply, say, type Saying } from './said/saying.js'
import {
  isAway,
  standingOf,
  type ConnectionState,
  type ConnectionStep,
  type Opening,
  type Pending,
  type Snapshot,
} from './state.js'

/** How many messages of its thread a snapshot holds, as `get_thread` without a limit. */
const snapshotMessages = 50

/** A request that asked for this. */
export type Of<Op extends Pending['op']> = Extract<Pending, { readonly op: Op }>

/** The user is who it says: its threads are asked for, or the earlier session it wants back. */
export const letIn = (state: ConnectionState, { messageId, resume }: Of<'authenticate'>, user: ConnectedUser) => {
  const [own, effects] = state.user === null || state.user.id === user.id ? [state, []] : withoutUser(state)
  // Another user's leaving does not end the opening.
  const opening = { ...own, status: state.status, pending: state.pending }
  const [next, asking] =
    resume === null
      ? listing(opening, { messageId, user, opening: { _tag: 'fresh' } })
      : asksBack(opening, { messageId, user, resume })
  return [next, [...effects, ...asking]] as const satisfies ConnectionStep
}

const listing = (
  state: ConnectionState,
  request: { readonly messageId: string; readonly user: ConnectedUser; readonly opening: Opening },
): ConnectionStep => {
  const [next, ref] = waiting(state, { op: 'get_threads', ...request })
  return [next, [{ _tag: 'database', op: 'get_threads', ref, userId: request.user.id }]]
}

const asksBack = (
  state: ConnectionState,
  {
    messageId,
    user,
    resume,
  }: {
    readonly messageId: string
    readonly user: ConnectedUser
    readonly resume: NonNullable<Of<'authenticate'>['resume']>
  },
): ConnectionStep => {
  const [next, ref] = waiting(state, { op: 'resume', messageId, user })
  return [next, [{ _tag: 'session', op: 'resume', ref, ...resume, userId: user.id, messageId }]]
}

/** The session that was asked for has a gap, or is not known: this one takes its loops, where it was the same user's. */
export const anew = (
  state: ConnectionState,
  { messageId, user }: Of<'resume'>,
  from: ConnectionState | undefined,
): ConnectionStep => {
  const own = from?.user?.id === user.id && from.sessionId !== state.sessionId ? from : undefined
  const loops = own === undefined ? state.loops : [...state.loops, ...own.loops]
  return listing({ ...state, loops }, { messageId, user, opening: { _tag: 'gap', threadId: own?.threadId ?? null } })
}

/** The threads are there: the session begins, unless a snapshot of its thread is still to be read. */
export const listed = (
  state: ConnectionState,
  { pending, threads }: { readonly pending: Of<'get_threads'>; readonly threads: readonly Json[] },
  now: Instant,
): ConnectionStep => {
  const { messageId, user, opening } = pending
  const snapshot = { user, threads }
  if (opening._tag === 'fresh') {
    const begun = standing({ ...state, user })
    return reply(begun, { to: messageId, type: 'init', threadId: null, data: initData(begun, snapshot) }, now)
  }
  if (opening.threadId === null) return beginAgain(state, { to: messageId, snapshot, thread: null }, now)
  const thread = opening.threadId
  const [next, ref] = waiting(state, { op: 'load_messages', messageId, thread, snapshot })
  return [next, [{ _tag: 'database', op: 'load_messages', ref, userId: user.id, thread, limit: snapshotMessages }]]
}

const standing = (state: ConnectionState): ConnectionState => {
  const clear = { ...state, errorState: null }
  return isAway(state) ? clear : { ...clear, status: standingOf(clear) }
}

const initData = ({ sessionId, limits }: ConnectionState, { user, threads }: Snapshot): Saying['data'] => ({
  user: { id: user.id, public_key: user.publicKey },
  threads,
  session_id: sessionId,
  heartbeat_ms: limits.heartbeatMs,
  replay_size: limits.replaySize,
})

/** A session begins in place of one that has a gap: `init`, then `resumed` with all a client needs to draw itself anew. Spec chorus 11.3. */
export const beginAgain = (
  state: ConnectionState,
  given: {
    readonly to: string
    readonly snapshot: Snapshot
    readonly thread: { readonly id: string; readonly data: Json } | null
  },
  now: Instant,
): ConnectionStep => {
  const threadId = given.thread?.id ?? null
  const begun = standing({ ...state, user: given.snapshot.user, threadId })
  const init = initData(begun, given.snapshot)
  const loops = begun.loops.map(({ loopId, thread, last }) => ({ loop_id: loopId, thread_id: thread, last }))
  const data = {
    session_id: begun.sessionId,
    replayed: 0,
    gap: true,
    snapshot: { init, thread: given.thread?.data ?? null, loops },
  }
  const [told, first] = say(
    { ...begun, loops: begun.loops.filter(({ isEnded }) => !isEnded) },
    { type: 'init', threadId: null, data: init },
    now,
  )
  const [next, second] = reply(told, { to: given.to, type: 'resumed', threadId, data }, now)
  return [next, [...first, ...second]]
}
