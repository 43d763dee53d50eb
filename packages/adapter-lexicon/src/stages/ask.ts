import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import type { Question } from '@chorale/core/ports'
import type { Place, Reader } from '../compose/index.js'
import type { Meaning } from '../meaning/index.js'

/** A question whose texts were read. */
export interface Ask {
  readonly question: Question
  readonly reader: Reader
  /** One meaning per term, in their order; a list is read as a whole here. */
  readonly terms: readonly Meaning[]
  readonly row: Meaning | undefined
  readonly column: Meaning | undefined
  readonly problem: Meaning | undefined
  readonly place: Place
}

/** An answer's text and what is to be known about it. */
export interface Draft {
  readonly text: string
  readonly warnings: readonly string[]
}

/** Answers one operation. */
export type Stage = (ask: Ask) => Either<EffectError, Draft>
