import type { ServerMessage } from '@chorale/core/connection'
import type { Client, ClientEvent, ClientState } from './client.js'
import { conversation, type Conversation } from './conversation.js'
import { mailbox } from './mailbox.js'
import { configOf, faultsOf, type ClientOptions } from './options.js'
import { pings, type Pings } from './pings.js'
import { taking } from './taking.js'
import { watched } from './watched.js'
import { textIn } from './wire.js'

/**
 * Connects to a Chorus server and stays connected: a lost connection is made again with growing waits, the session is resumed, every message is
 * told once and in order. Where sockets do not get through it polls. Throws a TypeError for options that cannot work.
 *
 *     const client = connect({ url: 'wss://example.org/ws', publicKey: 'key-1' })
 *     client.openThread('t1')
 *     client.submit('What is a warm cache?', { thread: 't1' })
 *     for await (const event of client.events) console.log(event.type)
 */
export const connect = (options: ClientOptions): Client => {
  const faults = faultsOf(options)
  if (faults.length > 0) throw new TypeError(`connect: ${faults.join('; ')}`)
  const config = configOf(options)
  const state = watched<ClientState>({ _tag: 'connecting', by: 'socket' })
  const answers = pings(config.clock)
  const box = mailbox<Told>(({ event, sessionId }) => progress.took(sessionId, event.seq, box.size()))
  // By polls the position rides along.
  const progress = taking(config, (seq) => {
    if (talk.by() === 'socket') talk.tell('ack', { seq })
  })
  const talk: Conversation = conversation(config, {
    state: (next) => {
      state.set(next)
      if (next._tag === 'closed') {
        progress.stop()
        box.close()
      }
    },
    began: progress.began,
    lost: answers.fail,
    position: progress.position,
    heard: (message, sessionId) => {
      progress.came(message.seq)
      if (message.type !== 'pong') return box.put({ event: eventOf(message, sessionId), sessionId })
      answers.answer(textIn(message, 'nonce') ?? '')
      // Nobody is shown a pong: it is taken with what came before it.
      if (box.size() === 0) progress.took(sessionId, message.seq, 0)
    },
  })
  talk.open()
  return { events: eventsOf(box.events), state, unsent: talk.unsent, close: talk.close, ...requests(talk, answers) }
}

/** An event and the session it belongs to: numbers begin anew in each. */
interface Told {
  readonly event: ClientEvent
  readonly sessionId: string
}

const eventOf = (message: ServerMessage, sessionId: string): ClientEvent =>
  message.type === 'resumed' && message.data['gap'] === true
    ? { type: 'reset', session_id: sessionId, seq: message.seq, snapshot: message.data['snapshot'] ?? null }
    : message

const eventsOf = (told: AsyncIterable<Told>): AsyncIterable<ClientEvent> => ({
  [Symbol.asyncIterator]: () => {
    const from = told[Symbol.asyncIterator]()
    return {
      next: async () => {
        const step = await from.next()
        return step.done === true ? { done: true, value: undefined } : { done: false, value: step.value.event }
      },
      return: () => Promise.resolve({ done: true, value: undefined }),
    }
  },
})

const requests = (
  talk: Conversation,
  { ask }: Pings,
): Pick<Client, 'submit' | 'createThread' | 'openThread' | 'cancel' | 'ping'> => ({
  submit: (prompt, { thread, limits }) =>
    talk.say({
      type: 'submit_prompt',
      thread,
      data: { prompt, thread_id: thread, ...(limits === undefined ? {} : { limits }) },
    }),
  createThread: (name, initialMessage) =>
    talk.say({
      type: 'create_thread',
      thread: null,
      // Filled in when it is sent.
      data: { user_id: '', name, ...(initialMessage === undefined ? {} : { initial_message: initialMessage }) },
    }),
  openThread: (thread, page = {}) => talk.say({ type: 'get_thread', thread, data: { thread_id: thread, ...page } }),
  cancel: (loopId) => talk.say({ type: 'cancel', thread: null, data: { loop_id: loopId } }),
  ping: () => ask((nonce) => talk.tell('ping', { nonce })),
})
