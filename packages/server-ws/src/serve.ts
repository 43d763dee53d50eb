import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { LoopEvent } from '@chorale/core/connection'
import { orReject, type BadInput, type EffectError } from '@chorale/core/fault'
import { feed } from './feed.js'
import { hubOf, type Hub } from './hub.js'
import { publish } from './publish.js'
import { checkOptions, type Config, type ServerOptions } from './options.js'
import { listening, type Address, type Listening } from './running.js'

/** How many there are now. */
export interface ServerStats {
  readonly sockets: number
  readonly polls: number
  /** Those whose client is away for the moment included. */
  readonly sessions: number
  readonly loops: number
}

/** Clients of a Chorus, over sockets and polls. */
export interface Server {
  /**
   * Listens; with a host's server that listens already, where it does. Rejects with BadInput for bad options, with Unavailable for a port that is
   * taken. A second call gives the same address.
   */
  readonly listen: (at?: Partial<Address>) => Promise<Address>
  /** The same for who speaks Either. */
  readonly start: (at?: Partial<Address>) => TaskEither<BadInput | EffectError, Address>
  /** Tells an event to everybody who has its thread open, written once for all; returns to how many. Loops that run here are told by themselves. */
  readonly publish: (event: LoopEvent) => number
  readonly stats: () => ServerStats
  /**
   * Lets nobody in any more, sends what is still to be sent, says goodbye with 1001, and lets the port go where it is our own. Loops go on or end
   * as the host wants. A second call gives the same promise.
   */
  readonly close: () => Promise<void>
}

/**
 * A server that carries out what connections ask for, and decides nothing by itself. Opens nothing before `listen`.
 *
 *     const server = serve({ authenticate, threads, loops })
 *     const { port } = await server.listen({ port: 8080 })
 *     await server.close()
 */
export const serve = (options: ServerOptions): Server => {
  const checked = checkOptions(options)
  return E.isLeft(checked) ? refusing(checked) : serving(checked.right)
}

const refusing = (refused: E.Left<BadInput>): Server => ({
  start: () => () => Promise.resolve(refused),
  listen: () => orReject(Promise.resolve(refused)),
  publish: () => 0,
  stats: () => ({ sockets: 0, polls: 0, sessions: 0, loops: 0 }),
  close: () => Promise.resolve(),
})

const serving = (config: Config): Server => {
  const hub = hubOf(config, feed)
  let opening: Promise<E.Either<EffectError, Listening>> | null = null
  let closing: Promise<void> | null = null
  const start =
    (at: Partial<Address> = {}): TaskEither<EffectError, Address> =>
    async () => {
      opening ??= listening(hub, at)
      const opened = await opening
      // A port that was taken may be free the next time.
      if (E.isLeft(opened)) opening = null
      return E.isLeft(opened) ? opened : E.right(opened.right.address)
    }
  const close = async (): Promise<void> => {
    hub.isDraining = true
    const opened = await opening
    if (opened !== null && E.isRight(opened)) await opened.right.stop()
  }
  return {
    start,
    listen: (at) => orReject(start(at)()),
    publish: (event) => publish(hub, event),
    stats: () => statsOf(hub),
    close: () => (closing ??= close()),
  }
}

const statsOf = ({ lines, polls, sessions, loops }: Hub): ServerStats => ({
  sockets: lines.size - polls.size,
  polls: polls.size,
  sessions: sessions.size,
  loops: loops.size,
})
