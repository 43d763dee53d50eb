import type { Instant, Json } from '../../kit/base/index.js'
import { withoutThread, withoutUser } from './connection-error.js'
import type { ConnectedUser } from './model.js'
import { anew, beginAgain, letIn, listed, type Of } from './opening.js'
import { refusalOf } from './refusal.js'
import { errorData, reply, type Failure } from './said/saying.js'
import type { ConnectionState, ConnectionStep, Pending } from './state.js'

/** How a `DatabaseEffect`, the start of a loop or a `SessionEffect` ended. `ref` is the effect's; an answer nobody waits for is passed over. */
export interface Answer {
  readonly ref: string
  readonly outcome:
    | { readonly ok: true; readonly value: AnswerValue }
    /** The error goes to the client as it is: a code of spec chorus 12, and a sentence without contents or secrets. */
    | { readonly ok: false; readonly error: Failure }
}

/** What was asked for; threads and messages as they go over the wire. */
export type AnswerValue =
  | { readonly op: 'authenticate'; readonly user: ConnectedUser }
  | { readonly op: 'get_threads'; readonly threads: readonly Json[] }
  | { readonly op: 'load_messages'; readonly messages: readonly Json[]; readonly hasMore: boolean }
  | { readonly op: 'create_thread'; readonly thread: { readonly [name: string]: Json } }
  /** The loop runs (or ran already under its id). */
  | { readonly op: 'start' }
  /** The session that was asked for cannot go on: it as it was, where it is known at all. It must be dropped; its loops are this one's. */
  | { readonly op: 'resume'; readonly from: ConnectionState | undefined }

/** What the outside answered. Each answer leads to one reply to the message it was asked for. */
export const handleAnswer = (state: ConnectionState, { ref, outcome }: Answer, now: Instant): ConnectionStep => {
  const pending = state.pending.find((request) => request.ref === ref)
  if (pending === undefined || (outcome.ok && outcome.value.op !== pending.op)) return [state, []]
  const rest = { ...state, pending: state.pending.filter((request) => request !== pending) }
  return outcome.ok
    ? succeeded(rest, { pending, value: outcome.value }, now)
    : failed(rest, { pending, failure: outcome.error }, now)
}

const succeeded = (
  state: ConnectionState,
  { pending, value }: { readonly pending: Pending; readonly value: AnswerValue },
  now: Instant,
): ConnectionStep => {
  const to = pending.messageId
  switch (value.op) {
    case 'authenticate':
      return pending.op === 'authenticate' ? letIn(state, pending, value.user) : [state, []]
    case 'resume':
      return pending.op === 'resume' ? anew(state, pending, value.from) : [state, []]
    case 'get_threads':
      return pending.op === 'get_threads' ? listed(state, { pending, threads: value.threads }, now) : [state, []]
    case 'load_messages':
      return pending.op === 'load_messages' ? loaded(state, { pending, value }, now) : [state, []]
    case 'create_thread': {
      const { id } = value.thread
      const threadId = typeof id === 'string' ? id : null
      return reply(state, { to, type: 'new_thread', threadId, data: { thread: value.thread } }, now)
    }
    case 'start':
      return pending.op === 'start' ? begun(state, pending, now) : [state, []]
  }
}

type Loaded = Extract<AnswerValue, { readonly op: 'load_messages' }>

const loaded = (
  state: ConnectionState,
  { pending, value }: { readonly pending: Of<'load_messages'>; readonly value: Loaded },
  now: Instant,
): ConnectionStep => {
  const { thread, messageId: to, snapshot } = pending
  const data = { thread_id: thread, messages: value.messages, has_more: value.hasMore }
  return snapshot === null
    ? reply(state, { to, type: 'thread_messages', threadId: thread, data }, now)
    : beginAgain(state, { to, snapshot, thread: { id: thread, data } }, now)
}

/** The first thing a client hears of a loop it has started: its id, under the id of its message. */
export const begun = (
  state: ConnectionState,
  { messageId: to, loopId, thread }: Of<'start'>,
  now: Instant,
): ConnectionStep => {
  const data = { loop_id: loopId, thread_id: thread, status: 'awaiting', ref_id: to }
  return reply(state, { to, type: 'state_update', threadId: thread, data }, now)
}

const failed = (
  state: ConnectionState,
  { pending, failure }: { readonly pending: Pending; readonly failure: Failure },
  now: Instant,
): ConnectionStep => {
  const to = pending.messageId
  switch (pending.op) {
    case 'authenticate':
    case 'get_threads': {
      const [reset, effects] = withoutUser(state)
      const [next, told] = failing(reset, { to, threadId: null, failure }, now)
      return [next, [...effects, ...told]]
    }
    case 'resume':
      return anew(state, pending, undefined)
    case 'load_messages': {
      const { thread, snapshot } = pending
      if (snapshot !== null) return beginAgain(state, { to, snapshot, thread: null }, now)
      // Whether the user may see the thread was not found out: it is open no longer.
      const closed = state.threadId === thread ? withoutThread(state) : state
      return failing(closed, { to, threadId: thread, failure }, now)
    }
    case 'create_thread':
      return failing(state, { to, threadId: null, failure }, now)
    case 'start': {
      const { loopId, thread } = pending
      const loops = state.loops.filter((loop) => loop.loopId !== loopId)
      return failing({ ...state, loops }, { to, threadId: thread, failure }, now)
    }
  }
}

const failing = (
  state: ConnectionState,
  { to, threadId, failure }: { readonly to: string; readonly threadId: string | null; readonly failure: Failure },
  now: Instant,
): ConnectionStep => {
  const message = fixedMessage(failure)
  const errorState = { code: failure.code, message, at: now }
  const data = errorData({ ...failure, message }, to)
  return reply({ ...state, errorState }, { to, type: 'error', threadId, data }, now)
}

/** Errors of authentication and of threads are told in the spec's own words. Spec chorus 11.4. */
const fixedMessage = ({ code, message }: Failure): string => {
  if (code.startsWith('AUTH_')) return refusalOf('AUTH_FAILED').message
  return code.startsWith('THREAD_') ? refusalOf('THREAD_NOT_FOUND').message : message
}
