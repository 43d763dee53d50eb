import type { IncomingMessage, Server as HttpServer } from 'node:http'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { defaultConnectionLimits, readConnectionLimits, type ConnectionLimits } from '@chorale/core/connection'
import { badInput, type BadInput, type Finding } from '@chorale/core/fault'
import { platformClock, type ServerClock } from './clock.js'
import type { Authenticate, LoopsPort, RequestHandler, ThreadsPort } from './host.js'

/** What a host says; `{ authenticate, threads, loops }` is enough. */
export interface ServerOptions {
  readonly authenticate: Authenticate
  readonly threads: ThreadsPort
  readonly loops: LoopsPort
  /** Pages that may connect, e.g. `https://example.org`; `any` for all. Those of the server's own host unless told. Who sends no origin is no page. */
  readonly allowedOrigins?: readonly string[] | 'any'
  /** Asked before the handshake: false is answered with 401. Everybody is let in unless told; `authenticate` comes after. */
  readonly admit?: (request: IncomingMessage) => Promise<boolean>
  /** Whose connection it is, for the limit per client: the address of the socket unless told. Behind a proxy the host knows better. */
  readonly clientOf?: (request: IncomingMessage) => string
  /** The host's HTTP server; one of our own unless told. Requests that are not ours go on to its handlers. */
  readonly server?: HttpServer
  /** Answers what is not ours where the server is our own; 404 unless told. */
  readonly handler?: RequestHandler
  /** `/ws` unless told. */
  readonly path?: string
  /** `/poll` unless told. */
  readonly poll?: string
  readonly limits?: Partial<ConnectionLimits>
  readonly times?: Partial<ServerTimes>
  /** Shares of limits that the process is near to (1: reached), for admission. None unless told. Resilience 8. */
  readonly gauges?: () => { readonly [gauge: string]: number }
  /** Said at `/ready`: yes unless told. */
  readonly isReady?: () => boolean
  /** Told of what is a bug here or in a port; a sentence without contents. Nobody is told unless told. */
  readonly onFault?: (fault: string) => void
  /** The platform's unless told. */
  readonly clock?: ServerClock
}

/** Milliseconds. */
export interface ServerTimes {
  /** How long a poll is held: 25,000 unless told. */
  readonly holdMs: number
  /** How long a client that polls may be silent: 30,000 unless told. */
  readonly pollGoneMs: number
  /** How long a client may take to be authenticated: 10,000 unless told. */
  readonly authMs: number
  /** How long closing waits for what is still to be sent: 10,000 unless told. */
  readonly drainMs: number
}

/** Options that were checked, with every value in its place. */
export interface Config {
  readonly authenticate: Authenticate
  readonly threads: ThreadsPort
  readonly loops: LoopsPort
  readonly allowedOrigins: readonly string[] | 'any' | 'own'
  readonly admit: ((request: IncomingMessage) => Promise<boolean>) | undefined
  readonly clientOf: (request: IncomingMessage) => string
  readonly server: HttpServer | undefined
  readonly handler: RequestHandler | undefined
  readonly path: string
  readonly poll: string
  readonly limits: ConnectionLimits
  readonly times: ServerTimes
  readonly gauges: () => { readonly [gauge: string]: number }
  readonly isReady: () => boolean
  readonly onFault: (fault: string) => void
  readonly clock: ServerClock
}

const times: ServerTimes = { holdMs: 25_000, pollGoneMs: 30_000, authMs: 10_000, drainMs: 10_000 }
const hourMs = 3_600_000

/** Checks options, with a path to each fault. */
export const checkOptions = (options: ServerOptions): Either<BadInput, Config> => {
  // A cast for the host without types, who may pass anything.
  const given = (options as Partial<ServerOptions> | undefined) ?? {}
  const { authenticate, threads, loops, path = '/ws', poll = '/poll' } = given
  const limits = readConnectionLimits(given.limits ?? {})
  const allTimes = { ...times, ...given.times }
  const findings = [
    ...(E.isLeft(limits) ? limits.left.findings.map((found) => ({ ...found, path: `limits.${found.path}` })) : []),
    ...functions('', { authenticate }, ['authenticate']),
    ...functions('threads.', threads, ['getThreads', 'loadMessages', 'createThread']),
    ...functions('loops.', loops, ['start']),
    ...originFindings(given.allowedOrigins),
    ...[path, poll].flatMap((text, i) =>
      /^\/[\w./-]*$/u.test(text) ? [] : [wrong(i === 0 ? 'path' : 'poll', 'wanted a path from "/"')],
    ),
    ...(path === poll ? [wrong('poll', 'wanted another path than that of the socket')] : []),
    ...Object.entries(allTimes).flatMap(([name, ms]) => timeFindings(name, ms)),
  ]
  if (findings.length > 0 || authenticate === undefined || threads === undefined || loops === undefined)
    return E.left(badInput('set up the server', findings))
  return E.right({
    ...{ authenticate, threads, loops, path, poll, times: allTimes },
    limits: E.isRight(limits) ? limits.right : defaultConnectionLimits,
    allowedOrigins: given.allowedOrigins ?? 'own',
    admit: given.admit,
    clientOf: given.clientOf ?? (({ socket }) => socket.remoteAddress ?? ''),
    server: given.server,
    handler: given.handler,
    gauges: given.gauges ?? (() => ({})),
    isReady: given.isReady ?? (() => true),
    onFault: given.onFault ?? (() => undefined),
    clock: given.clock ?? platformClock,
  })
}

const functions = (at: string, holder: object | undefined, names: readonly string[]): readonly Finding[] =>
  names.flatMap((name) =>
    // A cast after which only the kind is asked.
    typeof (holder as { readonly [name: string]: unknown } | undefined)?.[name] === 'function'
      ? []
      : [wrong(`${at}${name}`, 'wanted a function')],
  )

const originFindings = (origins: unknown): readonly Finding[] => {
  if (origins === undefined || origins === 'any') return []
  if (!Array.isArray(origins)) return [wrong('allowedOrigins', 'wanted a list of origins, or "any"')]
  return origins.flatMap((origin: unknown, i) =>
    typeof origin === 'string' && URL.canParse(origin) && new URL(origin).origin === origin
      ? []
      : [wrong(`allowedOrigins[${i}]`, 'wanted scheme, host and port, as in https://example.org')],
  )
}

const timeFindings = (name: string, ms: unknown): readonly Finding[] => {
  if (!Object.keys(times).includes(name))
    return [{ path: `times.${name}`, code: 'unknown', message: 'there is no such time' }]
  return typeof ms === 'number' && Number.isInteger(ms) && ms >= 1 && ms <= hourMs
    ? []
    : [{ path: `times.${name}`, code: 'out_of_range', message: `wanted an integer from 1 to ${hourMs}` }]
}

const wrong = (path: string, message: string): Finding => ({ path, code: 'wrong_type', message })
