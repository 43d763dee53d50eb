import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Json } from '@chorale/core/base'
import type { ConnectedUser, LoopEvent } from '@chorale/core/connection'

/** Who asks for a connection, as the request said it. */
export interface Asker {
  /** What `clientOf` made of the request. */
  readonly client: string
  readonly headers: IncomingHttpHeaders
}

/** Told in place of a value: it was not done, and the client is told why. Codes: spec chorus 12. No content and no secret in the message. */
export interface Refused {
  readonly _tag: 'refused'
  readonly code: string
  readonly message: string
  readonly retryable?: boolean
  readonly retryAfterMs?: number
}

/** Says who holds the key, or null: then the client is told AUTH_FAILED. A rejection is told as NETWORK_UNAVAILABLE. */
export type Authenticate = (publicKey: string, proof: string | undefined, asker: Asker) => Promise<ConnectedUser | null>

/** Threads and messages of the host's, as they go over the wire. It alone decides who may see what. */
export interface ThreadsPort {
  readonly getThreads: (userId: string) => Promise<readonly Json[] | Refused>
  readonly loadMessages: (page: {
    readonly userId: string
    readonly thread: string
    readonly limit: number
    readonly before?: string
  }) => Promise<{ readonly messages: readonly Json[]; readonly hasMore: boolean } | Refused>
  /** The thread it tells has an `id`. */
  readonly createThread: (thread: {
    readonly userId: string
    readonly name: string
    readonly initialMessage?: string
  }) => Promise<{ readonly [name: string]: Json } | Refused>
}

/** A loop that a client asks for. Its id follows from user, thread and message: the same message never asks for two loops. */
export interface LoopRequest {
  readonly loopId: string
  readonly thread: string
  readonly userId: string
  readonly prompt: string
  readonly limits: { readonly [name: string]: Json }
  /** The id the client gives to the message it submits. */
  readonly messageId?: string
}

/** A loop of the host's. Its last event has `isLast`; one that ends without is told as failed. */
export interface RunningLoop {
  readonly loopId: string
  readonly events: AsyncIterable<LoopEvent>
  readonly cancel: (reason: string) => void | Promise<void>
}

/** Loops of the host's. */
export interface LoopsPort {
  readonly start: (request: LoopRequest) => Promise<RunningLoop | Refused>
  /** Loops that run on these threads without this server having started them, after a restart for instance. None unless told. */
  readonly running?: (threads: readonly string[]) => Promise<readonly RunningLoop[]>
}

/** The host's own handler of requests. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void
