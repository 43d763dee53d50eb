import type { Clock } from './clock.js'
import type { SocketConstructor } from './socket.js'

/** Where a reader stands: what a host keeps to go on after a reload. */
export interface SessionMark {
  readonly sessionId: string
  /** The last event that was taken; 0 for none. */
  readonly lastSeq: number
}

/** What a host says; `{ url, publicKey }` is enough where the platform has a WebSocket. */
export interface ClientOptions {
  /** `ws://` or `wss://`, with the path of the server's socket. */
  readonly url: string
  /** Where polls go: `/poll` of the same host unless told. */
  readonly pollUrl?: string
  readonly publicKey: string
  /** What proves the key, made anew for every connection where it is a function. */
  readonly proof?: string | (() => string | Promise<string>)
  /** What `onSession` told last: the client goes on from there. */
  readonly session?: SessionMark
  /** Told of every new session, and as events are taken, at most once a second or every hundred events. */
  readonly onSession?: (mark: SessionMark) => void
  /** The platform's unless told. Without one the client polls. */
  readonly WebSocket?: SocketConstructor
  /** The platform's unless told. */
  readonly fetch?: typeof fetch
  /** From 0 to below 1, for the jitter of the waits; `Math.random` unless told. */
  readonly random?: () => number
  /** The platform's unless told. */
  readonly clock?: Clock
  /** How many times in a row the socket may fail before the client polls: 3 unless told. */
  readonly pollAfter?: number
  readonly times?: Partial<Times>
}

/** Milliseconds. */
export interface Times {
  /** Between two looks whether the server is there: 30,000 unless told. */
  readonly heartbeatMs: number
  /** How long the answer to one may take: 5,000 unless told. */
  readonly pongMs: number
  /** How long opening a connection may take, and how long its acceptance: 10,000 each unless told. */
  readonly answerMs: number
  /** How long events that came early wait for those before them: 200 unless told. */
  readonly holdMs: number
  /** While it polls, between two tries of the socket: 60,000 unless told. */
  readonly socketAgainMs: number
  /** Between two acks: 1,000 unless told. */
  readonly ackMs: number
}

/** Options with every value in its place. */
export interface Config extends Times {
  readonly url: string
  readonly pollUrl: string
  readonly publicKey: string
  readonly proof: () => Promise<string | undefined>
  readonly session: SessionMark | null
  readonly onSession: (mark: SessionMark) => void
  readonly WebSocket: SocketConstructor | undefined
  readonly fetch: typeof fetch
  readonly random: () => number
  readonly clock: Clock
  readonly pollAfter: number
}

const times: Times = {
  heartbeatMs: 30_000,
  pongMs: 5000,
  answerMs: 10_000,
  holdMs: 200,
  socketAgainMs: 60_000,
  ackMs: 1000,
}

const platformClock: Clock = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}

/** Faults in the options, one sentence each. */
export const faultsOf = (options: ClientOptions): readonly string[] => {
  const { url, publicKey, pollAfter = 3, session } = options
  const found = Object.entries({ ...times, ...options.times })
  return [
    ...(typeof url === 'string' && /^wss?:\/\//u.test(url) && URL.canParse(url) && !url.includes('#')
      ? []
      : ['url: wanted an address that begins with ws:// or wss://, without a fragment']),
    ...(typeof publicKey === 'string' && /^[A-Za-z0-9:_-]{1,128}$/u.test(publicKey)
      ? []
      : ['publicKey: wanted 1 to 128 letters, digits, ":", "_" and "-"']),
    ...(Number.isInteger(pollAfter) && pollAfter >= 0 ? [] : ['pollAfter: wanted an integer from 0']),
    ...(session === undefined || (session.sessionId !== '' && Number.isInteger(session.lastSeq) && session.lastSeq >= 0)
      ? []
      : ['session: wanted what onSession told']),
    ...found.flatMap(([name, ms]) =>
      Number.isFinite(ms) && ms > 0 ? [] : [`times.${name}: wanted milliseconds above 0`],
    ),
  ]
}

/** Puts what is not told in its place. */
export const configOf = (options: ClientOptions): Config => {
  const { proof } = options
  // A cast: whether a platform has a WebSocket is only known where it runs.
  const platform = globalThis as { readonly WebSocket?: SocketConstructor }
  return {
    ...times,
    ...options.times,
    url: options.url,
    pollUrl: options.pollUrl ?? pollUrlOf(options.url),
    publicKey: options.publicKey,
    proof: async () => (typeof proof === 'function' ? proof() : proof),
    session: options.session ?? null,
    onSession: options.onSession ?? (() => undefined),
    WebSocket: options.WebSocket ?? platform.WebSocket,
    fetch: options.fetch ?? ((...given) => fetch(...given)),
    random: options.random ?? Math.random,
    clock: options.clock ?? platformClock,
    pollAfter: options.pollAfter ?? 3,
  }
}

const pollUrlOf = (url: string): string => {
  const place = new URL(url)
  return `${place.protocol === 'wss:' ? 'https:' : 'http:'}//${place.host}/poll`
}
