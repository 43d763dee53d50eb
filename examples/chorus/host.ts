import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { lexicon } from '@chorale/adapter-lexicon'
import { chorus, phases } from '@chorale/core/chorus'
import type { Interpreter } from '@chorale/core/effect'
import { unsupported, type EffectError } from '@chorale/core/fault'
import type { Chat } from '@chorale/core/ports/model'
import { serve, type Refused, type Server } from '@chorale/server-ws'
import { loopsOf } from './loops.js'
import { readyMemory } from './memory.js'
import type { Site } from './site.js'
import type { Stores } from './stores.js'
import { threadStore } from './thread-store.js'
import { threadsOver } from './threads.js'

/** What a host is made of. */
export interface HostParts {
  /** Undefined where no model is set up. */
  readonly chat: Interpreter<Chat> | undefined
  readonly stores: Stores
  readonly site: Site
  readonly audience: 'thread' | 'public'
  readonly complain: (sentence: string) => void
}

/** A server with all that stands behind it. */
export interface Host {
  readonly server: Server
  /** Loops of an earlier process that go on in this one. */
  readonly takenUp: number
  /** Lets clients go, waits for what is under way, and puts the stores away. */
  readonly close: () => Promise<void>
}

/** The author of all answers. */
const serviceKey = 'chorus'

/** Puts server, threads and loops together. The stores are ready when it resolves; nothing is listened to yet. */
export const hostOf = async (parts: HostParts): Promise<Either<EffectError, Host>> => {
  const { chat, stores, site, audience, complain } = parts
  const { 'model/embed': embed } = lexicon()
  const ready = await readyMemory(stores, { 'model/embed': embed })
  if (E.isLeft(ready)) return ready
  const { handlers } = stores
  const now = Date.now
  const threads = threadsOver(threadStore(handlers), now)
  const loops = loopsOf({
    machine: chorus({ phases, memory: { dimension: ready.right }, serviceKey }),
    interpreter: { ...handlers, ...(chat ?? silent), 'model/embed': embed },
    ...{ journal: handlers, threads, audience, now, complain },
    closed: chat === undefined ? noModel : undefined,
  })
  const takenUp = chat === undefined ? 0 : await loops.takeUp()
  const server = serve({
    authenticate: async (publicKey) => {
      const { id } = await threads.meet(publicKey)
      return { id, publicKey }
    },
    ...{ threads, loops, onFault: complain },
    handler: (request, response) => {
      if (!site(request, response)) response.writeHead(404, { 'content-length': 0 }).end()
    },
  })
  const close = async (): Promise<void> => {
    await server.close()
    await loops.close()
    await stores.close()
  }
  return E.right({ server, takenUp, close })
}

const noModel: Refused = {
  ...{ _tag: 'refused', code: 'AI_UNAVAILABLE', retryable: false },
  message: 'No model is set up: start the server with --model, e.g. --model scripted.',
}

/** Nobody speaks: no loop is started then, and one that is answers so. */
const silent: Interpreter<Chat> = {
  'model/chat':
    ({ key }) =>
    () =>
      Promise.resolve(
        E.left(
          unsupported({
            doing: `answer ${key}`,
            because: 'no model is set up',
            next: 'Start the server with --model.',
          }),
        ),
      ),
}
