import type { StoreCapabilities } from '../capabilities.js'

/** What a vector store can do. */
export interface VectorCapabilities extends StoreCapabilities {
  /** A search compares every point; where not, a far better point may be missed now and then. */
  readonly exact: boolean
}
