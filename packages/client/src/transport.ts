/** A way to the server that is open or about to be: a socket, or polls. */
export interface Transport {
  readonly kind: 'socket' | 'poll'
  readonly send: (text: string) => void
  /** Ends it without a word to its ears. */
  readonly close: (code: number, reason: string) => void
}

/** What a transport tells. After `lost` it tells nothing more. */
export interface Ears {
  readonly open: () => void
  /** One message, read from JSON and not checked. */
  readonly heard: (message: unknown) => void
  readonly lost: (code: number, reason: string) => void
}
