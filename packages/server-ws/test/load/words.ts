/** Bytes. */
export interface Memory {
  readonly rss: number
  /** Objects and what they hold outside of the heap. */
  readonly heap: number
}

/** What a server of the load command is told; each is answered. */
export type ToServer =
  | { readonly do: 'memory' }
  | { readonly do: 'push'; readonly to: number | 'all'; readonly text: string }
  | { readonly do: 'end' }

/** What a process of clients is told; each is answered. */
export type ToClients =
  /** Opens sockets one after another, so many at a time. The first `single` of them follow a thread of their own, the others one together. */
  | {
      readonly do: 'open'
      readonly port: number
      readonly from: number
      readonly count: number
      readonly single: number
    }
  /** Answered with the latencies of what was pushed since, in microseconds. */
  | { readonly do: 'latencies' }
  /** Answered at once, and again when everybody who follows the common thread has heard so many messages more; `at` is when the last did. */
  | { readonly do: 'await'; readonly messages: number }
  | { readonly do: 'stall'; readonly count: number }
  /** Cuts every socket and comes back with the session it had. */
  | { readonly do: 'again' }
  | { readonly do: 'end' }

/** Which server is measured. */
export type Which = 'ours' | 'bare'
