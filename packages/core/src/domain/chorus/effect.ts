import type { Wake } from '../../ports/index.js'
import type { GraphDelete, GraphUpsert } from '../../ports/graph/index.js'
import type { Chat, Embed } from '../../ports/model/index.js'
import type { VectorSearch, VectorUpsert } from '../../ports/vector/index.js'

/** Asks a model. The name of spec chorus 3. */
export type AICall = Chat | Embed

/** Asks a store. The name of spec chorus 3. */
export type DBOperation = VectorSearch | VectorUpsert | GraphUpsert | GraphDelete

/** What a loop asks of the outside; timers are how retries and the deadline come back. */
export type ChorusEffect = AICall | DBOperation | Wake

/** An effect that was issued, with what is needed to issue it again. */
export interface Pending {
  readonly effect: AICall | DBOperation
  /** Times in a row that the other side could not be reached. */
  readonly tries: number
  /** Characters of its text that were told already. */
  readonly streamed: number
  /** What is issued one after the other once it has settled well. */
  readonly then: readonly DBOperation[]
}
