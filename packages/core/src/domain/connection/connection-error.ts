import type { Instant } from '../../kit/base/index.js'
import type { ConnectionEffect } from './model.js'
import { emptyQueue } from './said/queue.js'
import { emptyReplay } from './said/replay.js'
import { refusalOf, type RefusalCode } from './refusal.js'
import { errorData, numbered, sending } from './said/saying.js'
import { isAway, standingOf, type ConnectionState, type ConnectionStep } from './state.js'

/** What went wrong around a connection; `code` where the usual one of its class does not say it. */
export interface ConnectionError {
  readonly class: 'AuthError' | 'ThreadError' | 'NetworkError'
  readonly code?: string
  /** The client's message it is about. */
  readonly refId?: string
}

const usualCode: { readonly [C in ConnectionError['class']]: RefusalCode } = {
  AuthError: 'AUTH_FAILED',
  ThreadError: 'THREAD_NOT_FOUND',
  NetworkError: 'NETWORK_UNAVAILABLE',
}

/**
 * What an error does to this connection, and to no other: AuthError forgets the user with all that is the user's, ThreadError closes the
 * thread, NetworkError keeps everything for a client that comes back. The client is told. Spec chorus 11.4.
 */
export const handleConnectionError = (state: ConnectionState, error: ConnectionError, now: Instant): ConnectionStep => {
  const usual = usualCode[error.class]
  const { message, retryable } = refusalOf(usual)
  const code = error.code ?? usual
  const [reset, effects] = resetBy(state, error.class, now)
  const failed = { ...reset, errorState: { code, message, at: now } }
  const data = errorData({ code, message, retryable }, error.refId)
  const [next, told] = numbered(failed, { type: 'error', threadId: state.threadId, data }, now)
  return [next, [...effects, sending(told)]]
}

const resetBy = (state: ConnectionState, by: ConnectionError['class'], now: Instant): ConnectionStep => {
  switch (by) {
    case 'AuthError':
      return withoutUser(state)
    case 'ThreadError':
      return [withoutThread(state), []]
    case 'NetworkError':
      return [{ ...state, status: 'reconnecting', offlineSince: state.offlineSince ?? now }, []]
  }
}

/** Nobody is known any more: what was the last user's must not reach the next. The user's loops are ended. */
export const withoutUser = (state: ConnectionState): ConnectionStep => [
  {
    ...state,
    status: isAway(state) ? state.status : 'connected',
    user: null,
    threadId: null,
    pending: [],
    loops: [],
    ...(state.user === null ? {} : { replay: emptyReplay, seen: emptyQueue }),
  },
  state.loops.filter(({ isEnded }) => !isEnded).map(({ loopId }) => ending(loopId, 'authentication was lost')),
]

/** No thread is open. */
export const withoutThread = (state: ConnectionState): ConnectionState => {
  const closed = { ...state, threadId: null }
  return isAway(state) || state.status === 'pending_auth' ? closed : { ...closed, status: standingOf(closed) }
}

/** A loop is told to end. */
export const ending = (loopId: string, reason: string): ConnectionEffect => ({
  _tag: 'loop',
  op: 'cancel',
  loopId,
  reason,
})

/**
 * The socket is gone. Loops go on and what they tell is kept, until the client comes back (`resumeSession`) or `handleTick` gives them up.
 * Not to be called for a socket whose session another one has taken over (code 4001).
 */
export const handleDisconnect = (state: ConnectionState, now: Instant): ConnectionState => ({
  ...state,
  status: 'disconnected',
  offlineSince: state.offlineSince ?? now,
  // Nobody is there to be let in.
  pending: state.pending.filter(isNoOpening),
})

const isNoOpening = ({ op }: ConnectionState['pending'][number]): boolean =>
  op === 'load_messages' || op === 'create_thread' || op === 'start'
