import type { Interpreter } from '../../kit/effect/index.js'
import type { GraphEffect } from '../../ports/graph/index.js'
import type { JournalEffect } from '../../ports/journal/index.js'
import type { VectorEffect } from '../../ports/vector/index.js'
import type { Capabilities, Port } from './port.js'

/** What stores are asked. */
export type StoreEffect = GraphEffect | VectorEffect | JournalEffect

/** A store under test. */
export interface Subject {
  readonly name: string
  /** The ports it answers: cases of others do not concern it. */
  readonly ports: readonly Port[]
  readonly capabilities: Capabilities
  /**
   * Opens the store, once for each case and once more where a case reopens a durable one: what was acknowledged before is then still there. It
   * may hold anything and be in use by others.
   */
  readonly open: () => Promise<Opened>
}

/** A store that is open: its handlers, and how it is closed. */
export interface Opened {
  readonly handlers: Partial<Interpreter<StoreEffect>>
  readonly close: () => Promise<void>
}
