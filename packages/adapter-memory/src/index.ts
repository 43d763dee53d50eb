import type { Interpreter } from '@chorale/core/effect'
import type { GraphCapabilities, GraphEffect } from '@chorale/core/ports/graph'
import type { JournalEffect } from '@chorale/core/ports/journal'
import type { VectorCapabilities, VectorEffect } from '@chorale/core/ports/vector'
import { graph } from './graph.js'
import { journal } from './journal.js'
import { vectors } from './vectors.js'

export { graph, journal, vectors }

/** Journal, graph and vectors in plain maps, together: for tests, for first programs, and as the model other adapters are compared with. */
export const memory = (): Interpreter<GraphEffect> & Interpreter<JournalEffect> & Interpreter<VectorEffect> => ({
  ...graph(),
  ...journal(),
  ...vectors(),
})

/** What these stores can do. */
export const memoryCapabilities: GraphCapabilities & VectorCapabilities = {
  ...{ durable: false, atomic: true, unique: true, indexed: false, exact: true },
}
