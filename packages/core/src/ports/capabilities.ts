/** What a store can do; asked before a run relies on it, an absent one is `Unsupported`. */
export interface StoreCapabilities {
  /** What is acknowledged outlives the process. */
  readonly durable: boolean
  /** A write is applied whole or not at all. */
  readonly atomic: boolean
}
