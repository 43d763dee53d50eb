import type { Interpreter } from '@chorale/core/effect'
import type { GraphEffect, StoreCapabilities } from '@chorale/core/ports'
import type { JournalEffect } from '@chorale/core/ports/journal'
import { graph } from './graph.js'
import { journal } from './journal.js'

export { graph, journal }

/** Journal and graph in plain maps, together: for tests, for first programs, and as the model other adapters are compared with. */
export const memory = (): Interpreter<GraphEffect> & Interpreter<JournalEffect> => ({ ...graph(), ...journal() })

/** What these stores can do. */
export const memoryCapabilities: StoreCapabilities = { durable: false, atomic: true }
