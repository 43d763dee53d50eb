import { connect } from './client.js'
import { composer } from './composer.js'
import { conversation } from './conversation.js'
import { byId, element, say } from './dom.js'
import { load, save, userKey } from './kept.js'
import { after, begunAnew, chosen, left, submitted, uncertain, without } from './state.js'
import { showConnection, threadList } from './threads.js'
import { trouble } from './trouble.js'
import { runningIn, turnsOf } from './turns.js'

/** @typedef {import('./model.js').State} State */
/** @typedef {import('./client.js').ClientState} ClientState */

const kept = load()
let session = kept.session
let state = uncertain(kept.state)
/** @type {string | null} */
let noModel = null
/** What waits for the thread it begins. @type {string | null} */
let opening = null

const client = connect({
  url: `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/ws`,
  publicKey: userKey(),
  ...(session === null ? {} : { session }),
  onSession: (mark) => {
    // A mark of a session whose first event was not read yet says nothing of what is shown.
    if (mark.sessionId !== session?.sessionId) return
    session = { ...session, lastSeq: Math.max(session.lastSeq, mark.lastSeq) }
    keep()
  },
})

/** @param {State} next */
const become = (next) => {
  state = next
  requestRender()
}

const keep = () => save({ session, state })

/** @param {string} prompt */
const ask = (prompt) => {
  if (state.threadId === null) {
    opening = prompt
    client.createThread(nameFor(prompt))
    return
  }
  const id = client.submit(prompt, { thread: state.threadId })
  become(submitted(state, { id, threadId: state.threadId, prompt, fault: null }))
  keep()
}

/** @param {string} prompt */
const nameFor = (prompt) => {
  const line = prompt.replaceAll(/\s+/gu, ' ').trim()
  const letters = Array.from(line)
  return letters.length <= 60 ? line : `${letters.slice(0, 59).join('')}…`
}

/** @param {string} threadId */
const openThread = (threadId) => {
  client.openThread(threadId)
  become(chosen(state, threadId))
  keep()
  showThreads(false)
}

const field = composer({ form: byId('composer'), field: byId('prompt'), hint: byId('hint') }, ask)
const talk = conversation(byId('conversation'), {
  stop: (loopId) => void client.cancel(loopId),
  again: (turn) => {
    if (noModel !== null || runningIn(state, state.threadId) !== undefined) return field.fill(turn.prompt)
    become(without(state, turn))
    ask(turn.prompt)
  },
  suggest: field.fill,
})
const threads = threadList(byId('thread-list'), openThread)

const render = () => {
  const turns = state.threadId === null ? [] : turnsOf(state, state.threadId)
  threads.show(state.threads, state.threadId)
  say(byId('thread-name'), state.threads.find(({ id }) => id === state.threadId)?.name ?? '')
  talk.show(state.threadId, turns)
  byId('notice').replaceChildren(...(state.notice === null ? [] : [trouble(state.notice, null)]))
  const isBusy = runningIn(state, state.threadId) !== undefined || turns.some(({ pending }) => pending?.fault === null)
  field.close(noModel ?? (isBusy ? 'One question at a time in a thread: this one is under way.' : null))
}

let isRequested = false
const requestRender = () => {
  if (isRequested) return
  isRequested = true
  requestAnimationFrame(() => {
    isRequested = false
    render()
  })
}

/** @param {boolean} isOpen */
const showThreads = (isOpen) => {
  byId('threads').dataset['open'] = String(isOpen)
  byId('threads-toggle').setAttribute('aria-expanded', String(isOpen))
}

/** @param {ClientState} now */
const connectionOf = (now) => {
  if (now._tag === 'open') return now.by === 'poll' ? 'polling' : 'live'
  if (now._tag === 'closed') return 'closed'
  return session === null ? 'connecting' : 'reconnecting'
}

const listen = async () => {
  for await (const event of client.events) {
    const before = state.threadId
    const next = event.type === 'reset' ? begunAnew(state, event.snapshot) : after(state, event)
    const sessionId =
      event.type === 'reset' ? event.session_id : event.type === 'init' ? event.data['session_id'] : session?.sessionId
    if (typeof sessionId === 'string') session = { sessionId, lastSeq: event.seq }
    become(next)
    if (event.type === 'init' && next.threadId !== null && next.threadId !== before) client.openThread(next.threadId)
    if (event.type === 'new_thread' && next.threadId !== null) begin(next.threadId)
    if (event.type !== 'chorus_response' || event.data['status'] !== 'delta') keep()
  }
}

/** @param {string} threadId */
const begin = (threadId) => {
  client.openThread(threadId)
  const prompt = opening
  opening = null
  if (prompt !== null) ask(prompt)
}

const introduce = async () => {
  const response = await fetch('about.json')
  /** @type {import('./model.js').About} */
  const { model } = await response.json()
  const words = { none: 'no model', scripted: 'scripted', language: model.name }
  const label = byId('model')
  label.dataset['kind'] = model.kind
  label.title = model.name
  label.replaceChildren(
    words[model.kind],
    ...(model.kind === 'scripted' ? [element('span', {}, [' demonstration'])] : []),
  )
  if (model.kind === 'scripted') byId('about').hidden = false
  if (model.kind === 'none')
    noModel =
      'No model is set up. Start the server with --model openai:NAME (or another, see --help), or see it at work without one: npm run chorus -- --model scripted'
  requestRender()
}

byId('threads-toggle').addEventListener('click', () => showThreads(byId('threads').dataset['open'] !== 'true'))
byId('new-thread').addEventListener('click', () => {
  become(left(state))
  keep()
  showThreads(false)
  byId('prompt').focus()
})
addEventListener('pagehide', keep)
client.state.subscribe((now) => {
  showConnection(byId('connection'), connectionOf(now))
  if (now._tag === 'closed')
    become({
      ...state,
      notice: { code: now.code ?? '', message: `The connection is over: ${now.because}.`, retryable: false },
    })
})
if (state.threadId !== null) client.openThread(state.threadId)
render()
void introduce()
void listen()
