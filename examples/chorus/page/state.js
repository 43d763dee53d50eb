import { loopAfter, lost, newLoop } from './loop.js'
import { asData, asList, asText, faultIn, messageIn, threadIn } from './wire.js'

/** @typedef {import('./model.js').State} State */
/** @typedef {import('./model.js').Data} Data */

/** @type {State} */
export const emptyState = {
  ...{ userId: null, threads: [], threadId: null, messages: {}, loops: [], pending: [], notice: null },
}

/**
 * What the page knows after a message of the server's. It is the whole of what a message may change.
 *
 * @param {State} state
 * @param {{ readonly type: string; readonly data: Data }} message
 * @returns {State}
 */
export const after = (state, { type, data }) => {
  switch (type) {
    case 'init':
      return withThreads(state, data)
    case 'thread_messages':
      return withMessages(state, asText(data['thread_id']), data['messages'])
    case 'new_thread':
      return withThread(state, data['thread'])
    case 'chorus_response':
    case 'state_update':
      return typeof data['loop_id'] === 'string' ? withEvent(state, type, data) : state
    case 'resumed':
      return { ...state, notice: null }
    case 'error':
      return withError(state, data)
    default:
      return state
  }
}

/**
 * @param {State} state
 * @param {Data} data
 * @returns {State}
 */
const withThreads = (state, data) => {
  const threads = asList(data['threads']).map(threadIn)
  const isThere = threads.some(({ id }) => id === state.threadId)
  // Where nothing was open, the newest thread is; where somebody began a new one, that stays empty.
  const first = state.userId === null ? (threads[0]?.id ?? null) : null
  return {
    ...state,
    userId: asText(asData(data['user'])['id']),
    threads,
    threadId: isThere ? state.threadId : first,
    notice: null,
  }
}

/**
 * @param {State} state
 * @param {string} threadId
 * @param {unknown} messages
 * @returns {State}
 */
const withMessages = (state, threadId, messages) => ({
  ...state,
  messages: { ...state.messages, [threadId]: asList(messages).map(messageIn) },
})

/**
 * @param {State} state
 * @param {unknown} value
 * @returns {State}
 */
const withThread = (state, value) => {
  const thread = threadIn(value)
  const others = state.threads.filter(({ id }) => id !== thread.id)
  return { ...state, threads: [thread, ...others], threadId: thread.id }
}

/**
 * @param {State} state
 * @param {'chorus_response' | 'state_update'} type
 * @param {Data} data
 * @returns {State}
 */
const withEvent = (state, type, data) => {
  const id = asText(data['loop_id'])
  const known = state.loops.find((loop) => loop.id === id)
  if (known !== undefined)
    return { ...state, loops: state.loops.map((loop) => (loop === known ? loopAfter(loop, type, data) : loop)) }
  const threadId = asText(data['thread_id'])
  // One loop runs in a thread at a time, so the first event of a new one answers the oldest prompt that waits there.
  const asked =
    state.pending.find(({ id: own }) => own === data['ref_id']) ??
    state.pending.find((one) => one.threadId === threadId)
  const prompt = typeof data['prompt'] === 'string' ? data['prompt'] : (asked?.prompt ?? '')
  return {
    ...state,
    pending: state.pending.filter((one) => one !== asked),
    loops: [...state.loops, loopAfter(newLoop(id, threadId, prompt), type, data)],
  }
}

/**
 * A session that could not be taken up: what the server still knows comes in one piece, and what it does not speak of may be lost.
 *
 * @param {State} state
 * @param {unknown} value
 * @returns {State}
 */
export const begunAnew = (state, value) => {
  const snapshot = asData(value)
  const thread = asData(snapshot['thread'])
  const told =
    typeof thread['thread_id'] === 'string' ? withMessages(state, thread['thread_id'], thread['messages']) : state
  const running = asList(snapshot['loops']).map(asData)
  const isKnown = (/** @type {string} */ id) => running.some((one) => one['loop_id'] === id)
  /** @type {State} */
  let so = { ...told, loops: told.loops.map((loop) => (isKnown(loop.id) ? loop : lost(loop))) }
  for (const { last } of running) {
    const event = asData(last)
    if (typeof event['loop_id'] === 'string')
      so = withEvent(so, 'step' in event ? 'chorus_response' : 'state_update', event)
  }
  return so
}

/**
 * What a page that was loaded again cannot know: whether a prompt arrived that no loop had answered.
 *
 * @param {State} state
 * @returns {State}
 */
export const uncertain = (state) => ({
  ...state,
  notice: null,
  pending: state.pending.map((one) => ({
    ...one,
    fault: one.fault ?? { code: '', message: 'It is not certain that this question arrived.', retryable: true },
  })),
})

/**
 * @param {State} state
 * @param {string} threadId
 * @returns {State}
 */
export const chosen = (state, threadId) => ({ ...state, threadId, notice: null })

/**
 * The place for a thread that does not exist yet.
 *
 * @param {State} state
 * @returns {State}
 */
export const left = (state) => ({ ...state, threadId: null, notice: null })

/**
 * @param {State} state
 * @param {import('./model.js').Pending} pending
 * @returns {State}
 */
export const submitted = (state, pending) => ({ ...state, pending: [...state.pending, pending], notice: null })

/**
 * A turn that is asked again makes room for the new one.
 *
 * @param {State} state
 * @param {import('./model.js').Turn} turn
 * @returns {State}
 */
export const without = (state, { loop, pending }) => ({
  ...state,
  loops: state.loops.filter((one) => one !== loop),
  pending: state.pending.filter((one) => one !== pending),
})

/**
 * @param {State} state
 * @param {Data} data
 * @returns {State}
 */
const withError = (state, data) => {
  const fault = faultIn(data)
  const ref = data['ref_id']
  if (!state.pending.some(({ id }) => id === ref)) return { ...state, notice: fault }
  return { ...state, pending: state.pending.map((one) => (one.id === ref ? { ...one, fault } : one)) }
}
