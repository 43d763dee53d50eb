import type { GraphCapabilities } from '../../ports/graph/index.js'
import type { VectorCapabilities } from '../../ports/vector/index.js'

/** The ports that stores answer. */
export type Port = 'graph' | 'vector' | 'journal'

/** What a store says it can do; what it does not mention, it cannot. */
export type Capabilities = Partial<GraphCapabilities & VectorCapabilities>
