import {
  handleAnswer,
  handleClientMessage,
  handleDisconnect,
  handleLoopEvent,
  newConnection,
  resumeSession,
  type Answer,
  type ClientMessage,
  type ConnectionEffect,
  type ConnectionLimits,
  type ConnectionState,
  type LoopEvent,
  type ServerMessage,
} from '@chorale/core/connection'

export const t0 = Date.parse('2026-01-01T00:00:00.000Z')
export const minute = 60_000
export const hour = 60 * minute
export const ann = { id: 'u1', publicKey: 'key:ann' }

/** A connection that is stepped, with everything that left it. */
export interface Scene {
  readonly state: () => ConnectionState
  readonly now: () => number
  readonly pass: (ms: number) => void
  /** Each gives what left in this step. */
  readonly hears: (message: ClientMessage) => readonly ConnectionEffect[]
  readonly answers: (outcome: Outcome, at?: number) => readonly ConnectionEffect[]
  readonly tells: (event: LoopEvent) => readonly ConnectionEffect[]
  readonly step: (how: (state: ConnectionState, now: number) => Step) => readonly ConnectionEffect[]
  readonly put: (state: ConnectionState) => void
}
type Step = readonly [ConnectionState, readonly ConnectionEffect[]]
type Outcome = Answer['outcome']
type Value = Extract<Outcome, { readonly ok: true }>['value']

export const deepFreeze = <A>(value: A): A => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}

/** Every state and every effect is frozen: who writes into one throws. */
export const sceneOf = (given: ConnectionState, from = t0): Scene => {
  let state = deepFreeze(given)
  let now = from
  const step: Scene['step'] = (how) => {
    const [next, effects] = deepFreeze(how(state, now))
    state = next
    return effects
  }
  return {
    state: () => state,
    now: () => now,
    pass: (ms) => void (now += ms),
    hears: (message) => step((s, at) => handleClientMessage(s, deepFreeze(message), at)),
    answers: (outcome, at = -1) =>
      step((s, time) => handleAnswer(s, { ref: s.pending.at(at)?.ref ?? 'none', outcome }, time)),
    tells: (event) => step((s, at) => handleLoopEvent(s, event, at)),
    step,
    put: (s) => void (state = deepFreeze(s)),
  }
}

export const ok = (value: Value): Outcome => ({ ok: true, value })
export const failed = (code: string, retryable = false): Outcome => ({
  ok: false,
  error: { code, message: 'It did not work.', retryable },
})

let ids = 0
/** Messages with an id of their own unless one is given. */
export const says = {
  connect: (more: Partial<Extract<ClientMessage, { type: 'connect' }>> = {}): ClientMessage => ({
    ...{ type: 'connect', id: `c${(ids += 1)}`, threadId: null, publicKey: ann.publicKey },
    ...more,
  }),
  getThread: (thread = 't1', id = `g${(ids += 1)}`): ClientMessage => ({
    ...{ type: 'get_thread', id, threadId: null, thread, limit: 50 },
  }),
  createThread: (id = `n${(ids += 1)}`): ClientMessage => ({
    ...{ type: 'create_thread', id, threadId: null, userId: ann.id, name: 'A thread' },
  }),
  submit: (thread: string | null = 't1', id = `s${(ids += 1)}`): ClientMessage => ({
    ...{ type: 'submit_prompt', id, threadId: null, prompt: 'What is a warm cache?', thread },
  }),
  cancel: (loopId: string, id = `x${(ids += 1)}`): ClientMessage => ({ type: 'cancel', id, threadId: null, loopId }),
  ack: (seq: number): ClientMessage => ({ type: 'ack', id: `a${(ids += 1)}`, threadId: null, seq }),
  ping: (nonce?: string): ClientMessage => ({
    ...{ type: 'ping', id: `p${(ids += 1)}`, threadId: null },
    ...(nonce === undefined ? {} : { nonce }),
  }),
}

export const fresh = (sessionId = 'session-1', limits?: ConnectionLimits): ConnectionState =>
  newConnection({ clientId: 'client-1', sessionId, now: t0, ...(limits === undefined ? {} : { limits }) })

/** A connection whose user is known. */
export const authenticated = (sessionId?: string, limits?: ConnectionLimits): Scene => {
  const scene = sceneOf(fresh(sessionId, limits))
  scene.hears(says.connect())
  scene.answers(ok({ op: 'authenticate', user: ann }))
  scene.answers(ok({ op: 'get_threads', threads: [{ id: 't1', name: 'One' }] }))
  return scene
}

/** A connection with an open thread. */
export const subscribed = (sessionId?: string, limits?: ConnectionLimits): Scene => {
  const scene = authenticated(sessionId, limits)
  scene.hears(says.getThread('t1'))
  scene.answers(ok({ op: 'load_messages', messages: [{ id: 'm1' }], hasMore: false }))
  return scene
}

/** A connection in each status. */
export const inStatus: { readonly [S in ConnectionState['status']]: () => Scene } = {
  connected: () => sceneOf(fresh()),
  pending_auth: () => {
    const scene = sceneOf(fresh())
    scene.hears(says.connect())
    return scene
  },
  authenticated: () => authenticated(),
  subscribed: () => subscribed(),
  reconnecting: () => {
    const scene = subscribed()
    scene.put({ ...scene.state(), status: 'reconnecting', offlineSince: t0 })
    return scene
  },
  disconnected: () => {
    const scene = subscribed()
    scene.put(handleDisconnect(scene.state(), t0))
    return scene
  },
}

export const sent = (effects: readonly ConnectionEffect[]): readonly ServerMessage[] =>
  effects.flatMap((effect) => (effect._tag === 'socket' && effect.op === 'send' ? [effect.message] : []))

/** What a session would send once more to a client that has nothing of what is kept. */
export const keptIn = ({ state, now }: Scene): readonly ServerMessage[] => {
  const session = state()
  const lastSeq = session.nextSeq - session.replay.queue.size - 1
  const [, effects] = resumeSession(session, { userId: ann.id, lastSeq, messageId: 'again' }, now()) ?? [session, []]
  return sent(effects).slice(0, -1)
}

/** The one message that was sent. */
export const only = (effects: readonly ConnectionEffect[]): ServerMessage => {
  const [message, ...more] = sent(effects)
  if (message === undefined || more.length > 0) throw new Error(`wanted one message, found ${sent(effects).length}`)
  return message
}

export const codeIn = ({ data }: ServerMessage): string => {
  const { code } = data
  return typeof code === 'string' ? code : 'no code'
}

export const codeOf = (effects: readonly ConnectionEffect[]): string => codeIn(only(effects))

/** What leaves that is not a message. */
export const asked = (effects: readonly ConnectionEffect[]): readonly ConnectionEffect[] =>
  effects.filter((effect) => effect._tag !== 'socket')

/** The loop that was started last. */
export const loopOf = (effects: readonly ConnectionEffect[]): string =>
  effects.flatMap((effect) => (effect._tag === 'loop' ? [effect.loopId] : [])).at(-1) ?? 'none'

/** What a loop tells; `n` is its own number. */
export const event = (loopId: string, n: number, kind: 'complete' | 'delta' | 'end' = 'complete'): LoopEvent => ({
  loopId,
  thread: 't1',
  type: kind === 'end' ? 'state_update' : 'chorus_response',
  data:
    kind === 'end'
      ? { loop_id: loopId, status: 'completed' }
      : {
          ...{ loop_id: loopId, thread_id: 't1', step: 'action', iteration: 0, status: kind, seq: n },
          content: kind === 'delta' ? `piece ${n}` : null,
        },
  isLast: kind === 'end',
  isDroppable: kind === 'delta',
})

/** Starts a loop on t1 and gives its id; what was sent on the way is left in the replay buffer. */
export const loopOn = (scene: Scene, thread = 't1'): string => {
  const loopId = loopOf(scene.hears(says.submit(thread)))
  scene.answers(ok({ op: 'start' }))
  return loopId
}
