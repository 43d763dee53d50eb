import type { Either } from 'fp-ts/lib/Either.js'
import type { ChatMessage } from '../../ports/model/index.js'
import type { Outputs, PhaseContext, Step, Unreadable } from './model.js'

/** One of the six phases: what it asks, how its answer is read, and what stands in where it gets none. Spec chorus 5. */
export interface Phase<S extends Step> {
  readonly step: S
  readonly temperature: number
  /** Whether its text is told while it is written. */
  readonly delivery: 'whole' | 'pieces'
  /** A host may put its own in place of it. */
  readonly prompt: (context: PhaseContext) => readonly ChatMessage[]
  readonly read: (text: string, context: PhaseContext) => Either<Unreadable, Outputs[S]>
  /** What stands in when all attempts are used up; undefined where the loop fails. Spec chorus 5.7. */
  readonly standIn: (context: PhaseContext) => Outputs[S] | undefined
}

/** The six, by name. */
export type Phases = { readonly [S in Step]: Phase<S> }
