/** What a proxy does with bytes and connections. */
export type Mode =
  | { readonly _tag: 'Pass' }
  | { readonly _tag: 'Delay'; readonly ms: number }
  | { readonly _tag: 'Drip'; readonly bytesPerTick: number }
  | { readonly _tag: 'HalfOpen' }
  | { readonly _tag: 'Reset' }
  | { readonly _tag: 'DropAnswer' }
  | { readonly _tag: 'Refuse' }

/** Every {@link Mode} by its name. */
export const mode = {
  /** Forwards everything at once. */
  pass: { _tag: 'Pass' },
  /** Forwards everything this much later, in both directions: an answer takes twice as long. */
  delay: (ms: number): Mode => ({ _tag: 'Delay', ms }),
  /** Forwards so many bytes each millisecond, in both directions. */
  drip: (bytesPerTick: number): Mode => ({ _tag: 'Drip', bytesPerTick }),
  /** Accepts connections and bytes and forwards nothing. What was held is forwarded when the mode changes, as when a cut network heals. */
  halfOpen: { _tag: 'HalfOpen' },
  /** Resets every connection: those that are open at once, new ones as soon as they are accepted. */
  reset: { _tag: 'Reset' },
  /** Forwards requests and swallows what the server answers. A connection that has lost bytes is reset when the mode changes. */
  dropAnswer: { _tag: 'DropAnswer' },
  /** Closes every connection and listens no longer, as a server that is down. */
  refuse: { _tag: 'Refuse' },
} as const satisfies Record<string, Mode | ((amount: number) => Mode)>
