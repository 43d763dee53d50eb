import { handleAnswer, type Answer, type ConnectionEffect } from '@chorale/core/connection'
import { thrownText } from '@chorale/core/fault'
import type { Asker, Refused } from './host.js'
import type { Hub } from './hub.js'
import type { Session } from './line.js'

type Outcome = Answer['outcome']
type DatabaseEffect = Extract<ConnectionEffect, { readonly _tag: 'database' }>
type Value = Extract<Outcome, { readonly ok: true }>['value']

/** Asks the host, and hands the answer to the session. */
export const answerTo = async (hub: Hub, session: Session, effect: DatabaseEffect): Promise<Outcome> => {
  const asker = session.line?.asker ?? { client: session.kept.clientId, headers: {} }
  const outcome = await outcomeOf(hub, effect.op, () => asked(hub, effect, asker))
  tellAnswer(hub, session, { ref: effect.ref, outcome })
  return outcome
}

/** The session is told how something ended. */
export const tellAnswer = (hub: Hub, session: Session, answer: Answer): void =>
  hub.feed(session, (state, now) => handleAnswer(state, answer, now))

/** How a port's answer ended; a rejection is told to the client as something that may work later, and to the host in full. */
export const outcomeOf = async (
  { config }: Hub,
  what: string,
  ask: () => Promise<Value | Refused>,
): Promise<Outcome> => {
  try {
    const value = await ask()
    if (!('_tag' in value)) return { ok: true, value }
    const { code, message, retryable = false, retryAfterMs } = value
    return { ok: false, error: { code, message, retryable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } }
  } catch (thrown) {
    config.onFault(`${what} failed: ${thrownText(thrown)}`)
    return {
      ok: false,
      error: { code: 'NETWORK_UNAVAILABLE', message: 'This could not be done now.', retryable: true },
    }
  }
}

const asked = async ({ config }: Hub, effect: DatabaseEffect, asker: Asker): Promise<Value | Refused> => {
  const { threads, authenticate } = config
  switch (effect.op) {
    case 'authenticate': {
      const user = await authenticate(effect.publicKey, effect.proof, asker)
      const denied: Refused = { _tag: 'refused', code: 'AUTH_FAILED', message: 'Authentication failed' }
      return user === null ? denied : { op: 'authenticate', user }
    }
    case 'get_threads': {
      const found = await threads.getThreads(effect.userId)
      return '_tag' in found ? found : { op: 'get_threads', threads: found }
    }
    case 'load_messages': {
      const { userId, thread, limit, before } = effect
      const page = await threads.loadMessages({ userId, thread, limit, ...(before === undefined ? {} : { before }) })
      return '_tag' in page ? page : { op: 'load_messages', messages: page.messages, hasMore: page.hasMore }
    }
    case 'create_thread': {
      const { userId, name, initialMessage } = effect
      const made = await threads.createThread({
        ...{ userId, name },
        ...(initialMessage === undefined ? {} : { initialMessage }),
      })
      return isRefused(made) ? made : { op: 'create_thread', thread: made }
    }
  }
}

/** A thread is an object of the host's with members of any name. */
const isRefused = (value: { readonly [name: string]: unknown } | Refused): value is Refused =>
  '_tag' in value && value._tag === 'refused'
