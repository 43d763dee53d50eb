import { createServer, type Server as HttpServer } from 'node:http'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { thrownText, unavailable, type EffectError } from '@chorale/core/fault'
import { drain } from './drain.js'
import type { Hub } from './hub.js'
import { route } from './routes.js'
import { SWEEP_MS, sweeping } from './sweep.js'

/** Where a server listens. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** A server that listens. */
export interface Listening {
  readonly address: Address
  /** Lets everybody and everything go. */
  readonly stop: () => Promise<void>
}

/** Listens, on the host's server where there is one. */
export const listening = async (hub: Hub, at: Partial<Address>): Promise<Either<EffectError, Listening>> => {
  const { config } = hub
  const http = config.server ?? createServer()
  const giveBack = route(hub, http)
  const isOurs = !http.listening
  if (isOurs) {
    const fault = await listenOn(http, at)
    if (fault !== null) {
      giveBack()
      return E.left(taken(at, fault))
    }
  }
  const endSweeps = config.clock.every(SWEEP_MS, sweeping(hub))
  const stop = async (): Promise<void> => {
    // Requests that are answered meanwhile hear that we are not ready; a listening socket of the host's is the host's.
    const closed = isOurs ? new Promise<void>((resolve) => void http.close(() => resolve())) : Promise.resolve()
    await drain(hub, config.times.drainMs)
    endSweeps()
    if (isOurs) http.closeAllConnections()
    await closed
    giveBack()
  }
  return E.right({ address: addressOf(http), stop })
}

const listenOn = (http: HttpServer, { host, port = 0 }: Partial<Address>): Promise<unknown> =>
  new Promise((resolve) => {
    const failed = (thrown: unknown) => resolve(thrown)
    http.once('error', failed)
    http.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      http.off('error', failed)
      resolve(null)
    })
  })

const taken = ({ port = 0 }: Partial<Address>, thrown: unknown): EffectError =>
  unavailable({
    doing: 'listen for clients',
    because: thrownText(thrown),
    next: 'Give another port, or end who has it',
    applied: 'no',
    ids: { port: String(port) },
  })

const addressOf = (http: HttpServer): Address => {
  const address = http.address()
  // A server that listens on a path of the file system has no port.
  return typeof address === 'object' && address !== null
    ? { host: address.address, port: address.port }
    : { host: address ?? '', port: 0 }
}
