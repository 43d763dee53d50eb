import { QdrantClient, QdrantClientResourceExhaustedError } from '@qdrant/js-client-rest'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { thrownText } from '@chorale/core/fault'
import type { Request } from './compile/request.js'
import type { Config } from './config.js'
import { membersOf } from './decode/reply.js'
import { pauseOf } from './pause.js'

/** Why a request has no result, in the driver's words. */
export type Failure =
  /** The server answered with a status that is no success. */
  | { readonly _tag: 'refused'; readonly status: number; readonly text: string }
  /** The server asks for a pause. */
  | { readonly _tag: 'throttled'; readonly retryAfterMs?: number }
  /** There was no answer, or not all of one; the code is the platform's. */
  | { readonly _tag: 'lost'; readonly code: string | undefined; readonly text: string }
  /** The signal ended it. */
  | { readonly _tag: 'ended' }
  /** Something else came, which the client could not use. */
  | { readonly _tag: 'strange'; readonly text: string }

/** Carries requests to a server. */
export interface Connection {
  readonly send: (request: Request, signal: AbortSignal) => Promise<Either<Failure, unknown>>
  /** Stops listening; the client closes its sockets by itself. */
  readonly close: () => void
}

type Send = (args: object, init: object) => Promise<{ readonly data: unknown }>

/** A client of a server; it opens sockets as requests come, and leaves them when they were idle for ten seconds. */
export const connect = ({ origin, path, apiKey }: Config): Connection => {
  const client = new QdrantClient({
    url: origin,
    // A port that is the scheme's own is lost in the client's reading of the address: then none must be added.
    ...(new URL(origin).port === '' ? { port: null } : {}),
    ...(path === '' ? {} : { prefix: path }),
    // Its own deadline is one for all requests, and hides the caller's signal.
    timeout: Infinity,
    checkCompatibility: false,
    headers: {
      // Compressed answers may stall for 40 ms.
      'accept-encoding': 'identity',
      // Not as `apiKey`: the client would print a warning where the address is not https.
      ...(apiKey === undefined ? {} : { 'api-key': apiKey }),
    },
  })
  const routes = client.api()
  const pause = pauseOf(new URL(origin).origin)
  const masked = (text: string): string => {
    const short = apiKey === undefined ? text : text.replaceAll(apiKey, '***')
    return short.length > 300 ? `${short.slice(0, 297)}...` : short
  }
  return {
    send: async ({ route, args }, signal) => {
      // A cast at the seam: the client types each body for itself; ours are compared in tests and tried on a real engine.
      const send = routes[route] as unknown as Send
      try {
        // Followed, a redirect would be given the key.
        const { data } = await send(args, { signal, redirect: 'manual' })
        return E.right(data)
      } catch (thrown) {
        if (signal.aborted) return E.left({ _tag: 'ended' })
        return E.left(isThrottled(thrown) ? throttledFor(pause.lastMs()) : failureOf(thrown, masked))
      }
    },
    close: pause.close,
  }
}

/** A pause that is told as a date, the client cannot read. */
const isThrottled = (thrown: unknown): boolean =>
  thrown instanceof QdrantClientResourceExhaustedError || thrownText(thrown).includes('Invalid retryAfter value')

const throttledFor = (ms: number | undefined): Failure => ({
  _tag: 'throttled',
  ...(ms === undefined ? {} : { retryAfterMs: ms }),
})

const failureOf = (thrown: unknown, masked: (text: string) => string): Failure => {
  // Which classes there are is no matter of the client's types.
  const { status, data, cause } = membersOf(thrown)
  if (typeof status === 'number') return { _tag: 'refused', status, text: masked(saidIn(data)) }
  if (thrown instanceof TypeError && cause !== undefined) {
    const { code, message } = membersOf(cause)
    const said = [message, code].find((each) => typeof each === 'string' && each !== '')
    return {
      _tag: 'lost',
      code: typeof code === 'string' ? code : undefined,
      text: masked(typeof said === 'string' ? said : thrownText(cause)),
    }
  }
  return { _tag: 'strange', text: masked(thrownText(thrown)) }
}

/** The server's own words. */
const saidIn = (data: unknown): string => {
  if (typeof data === 'string') return data.trim()
  const { error } = membersOf(membersOf(data)['status'])
  return typeof error === 'string' ? error : 'it gave no reason'
}
