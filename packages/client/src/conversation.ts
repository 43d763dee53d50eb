import type { ServerMessage } from '@chorale/core/connection'
import type { ClientState } from './client.js'
import { alarm, type Alarm } from './clock.js'
import { link, type Link, type LinkEars } from './link.js'
import type { Config } from './options.js'
import { outbox, type Outbox, type Outgoing } from './outbox.js'
import { askingFor, receive, receptionFrom, type Received, type Reception } from './reception.js'
import { envelope, isServerMessage, newId, textIn, userIn } from './wire.js'

/** The protocol over a link: who we are, what was missed, what may not have arrived. */
export interface Conversation {
  readonly open: () => void
  /** Sent once accepted, and again until the server has it. Returns its id. */
  readonly say: (message: Omit<Outgoing, 'id'>) => string
  /** Sent now or never: false where the connection is not open. */
  readonly tell: (type: string, data: Outgoing['data']) => boolean
  readonly by: () => 'socket' | 'poll'
  readonly unsent: () => number
  readonly close: () => void
}

/** What a conversation tells. */
export interface ConversationEars {
  readonly state: (state: ClientState) => void
  /** A session began. */
  readonly began: (sessionId: string) => void
  readonly heard: (message: ServerMessage, sessionId: string) => void
  /** What waits for an answer on this connection waits in vain. */
  readonly lost: () => void
  /** The last event that the host has taken. */
  readonly position: () => number
}

interface Talk {
  readonly config: Config
  readonly ears: ConversationEars
  readonly box: Outbox
  readonly heartbeat: Alarm
  readonly hold: Alarm
  readonly wire: Link
  reception: Reception
  connection: number
  isAccepted: boolean
  /** The thread that is followed, and asked for again in a new session. */
  following: Outgoing | null
  userId: string
}

/** Opens nothing before `open`. */
export const conversation = (config: Config, ears: ConversationEars): Conversation => {
  const talk: Talk = {
    ...{ config, ears, box: outbox(newId()), heartbeat: alarm(config.clock), hold: alarm(config.clock) },
    wire: link(
      config,
      ears.position,
      linkEars(() => talk),
    ),
    ...{ reception: receptionFrom(config.session), connection: 0, isAccepted: false, following: null, userId: '' },
  }
  return {
    open: talk.wire.open,
    say: (message) => {
      const whole = { ...message, id: newId() }
      if (message.type === 'get_thread') talk.following = whole
      talk.box.add(whole)
      flush(talk)
      return whole.id
    },
    tell: (type, data) => tell(talk, type, data),
    by: talk.wire.kind,
    unsent: talk.box.size,
    close: () => end(talk, { _tag: 'closed', because: 'it was closed by the host' }),
  }
}

const linkEars = (of: () => Talk): LinkEars => ({
  connecting: (by) => {
    pause(of())
    of().ears.state({ _tag: 'connecting', by })
  },
  waiting: (ms, because) => {
    const talk = of()
    pause(talk)
    talk.ears.state({ _tag: 'waiting', until: talk.config.clock.now() + ms, because })
  },
  ended: (because) => end(of(), { _tag: 'closed', because }),
  open: (connection) => {
    pause(of())
    of().connection = connection
    void introduce(of(), connection)
  },
  heard: (value) => {
    const talk = of()
    if (talk.isAccepted) listen(talk)
    if (isServerMessage(value)) hear(talk, value)
  },
})

/** Says who we are and what we read last. */
const introduce = async (talk: Talk, connection: number): Promise<void> => {
  const proof = await talk.config.proof().catch(() => null)
  if (connection !== talk.connection) return
  if (proof === null) return talk.wire.again('the proof could not be made')
  const { sessionId, sequence } = talk.reception
  const id = newId()
  talk.reception = askingFor(talk.reception, id)
  const resume = sessionId === null ? {} : { resume: { session_id: sessionId, last_seq: sequence.last } }
  const data = { public_key: talk.config.publicKey, ...(proof === undefined ? {} : { proof }), ...resume }
  send(talk, { id, type: 'connect', thread: null, data })
}

const hear = (talk: Talk, message: ServerMessage): void => {
  const before = talk.reception.sessionId
  const { reception, received } = receive(talk.reception, message)
  talk.reception = reception
  act(talk, received, before)
  if (reception.sequence.early.length === 0) talk.hold.stop()
  else talk.hold.start(talk.config.holdMs, () => talk.wire.again('messages are missing'))
}

const act = (talk: Talk, received: Received, before: string | null): void => {
  switch (received._tag) {
    case 'kept':
      return
    case 'refused':
      return refuse(talk, received.error)
    case 'ready':
      return received.messages.forEach((message) => deliver(talk, message))
    case 'accepted': {
      const sessionId = talk.reception.sessionId ?? ''
      talk.isAccepted = true
      talk.wire.established()
      listen(talk)
      if (received.began) talk.ears.began(sessionId)
      received.messages.forEach((message) => deliver(talk, message))
      talk.ears.state({ _tag: 'open', by: talk.wire.kind(), sessionId })
      if (received.began && before !== null && talk.following !== null) send(talk, { ...talk.following, id: newId() })
      flush(talk)
    }
  }
}

const deliver = (talk: Talk, message: ServerMessage): void => {
  if (message.type === 'init') talk.userId = userIn(message)
  if (message.type === 'pong') talk.box.confirm(textIn(message, 'nonce') ?? '')
  talk.ears.heard(message, talk.reception.sessionId ?? '')
}

const refuse = (talk: Talk, error: ServerMessage): void => {
  const because = textIn(error, 'message') ?? 'the server refused the connection'
  const code = textIn(error, 'code')
  if (error.data['retryable'] === true) return talk.wire.again(because)
  end(talk, { _tag: 'closed', because, ...(code === null ? {} : { code }) })
}

const send = (talk: Talk, message: Outgoing): void => {
  const { user_id: asked, ...data } = message.data
  // Who the user is, is known only when the server has said it.
  const whole = asked === undefined ? message : { ...message, data: { ...data, user_id: talk.userId } }
  talk.wire.send(envelope(whole, talk.config.clock.now()))
}

const tell = (talk: Talk, type: string, data: Outgoing['data']): boolean => {
  if (talk.isAccepted) send(talk, { id: newId(), type, thread: null, data })
  return talk.isAccepted
}

const flush = (talk: Talk): void => {
  const batch = talk.isAccepted ? talk.box.batch(talk.connection) : null
  if (batch === null) return
  batch.messages.forEach((message) => send(talk, message))
  tell(talk, 'ping', { nonce: batch.nonce })
}

/** The server was heard: the next look is in a while. A poll that is held says by itself whether the server is there. */
const listen = (talk: Talk): void => {
  if (talk.wire.kind() === 'poll') return talk.heartbeat.stop()
  talk.heartbeat.set(talk.config.heartbeatMs, () => {
    tell(talk, 'ping', { nonce: 'heartbeat' })
    talk.heartbeat.set(talk.config.pongMs, () => talk.wire.again('the server is silent'))
  })
}

const pause = (talk: Talk): void => {
  talk.isAccepted = false
  talk.heartbeat.stop()
  talk.hold.stop()
  talk.ears.lost()
}

const end = (talk: Talk, state: ClientState): void => {
  pause(talk)
  talk.connection = 0
  talk.wire.close()
  talk.ears.state(state)
}
