import type { StoreCapabilities } from '../capabilities.js'

/** What a graph store can do. */
export interface GraphCapabilities extends StoreCapabilities {
  /** Uniqueness of a schema is held by the store itself, also between processes. */
  readonly unique: boolean
  /** Indexes of a schema make look-ups faster; where not, they are taken and mean nothing. */
  readonly indexed: boolean
}
