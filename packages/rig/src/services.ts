import type { Neo4jAddress } from './neo4j/address.js'
import type { QdrantAddress } from './qdrant/address.js'
import type { Missing } from './missing.js'

/** The address of each kind of server. */
export interface Addresses {
  readonly neo4j: Neo4jAddress
  readonly qdrant: QdrantAddress
}

/** A kind of server. */
export type Service = keyof Addresses

/** What a test run has: the address of a server that was started for it, of one of the user's own, or why there is none. */
export type Served<Address> = { readonly _tag: 'Started' | 'Given'; readonly address: Address } | Missing

declare module 'vitest' {
  /** What the setups of the rig hand to the tests. */
  interface ProvidedContext {
    readonly neo4j: Served<Addresses['neo4j']>
    readonly qdrant: Served<Addresses['qdrant']>
  }
}
