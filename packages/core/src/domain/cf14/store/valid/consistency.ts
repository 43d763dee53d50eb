import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '../../../../kit/fault/index.js'
import { consistencyError, type ConsistencyError, type PersistenceFailure } from '../../fault.js'
import type { Batch } from '../batch.js'
import { historiesOf, illegalMoves } from './batch-findings.js'
import { knownIn, nothing, type Known } from './known.js'

/**
 * Refuses a history that cannot have been: a move that the lifecycle does not hold, an operand that is nowhere, an output that is older than its
 * inputs. The first such thing is the error. Spec cf14 6.4.
 */
export const enforceConsistency = (batch: Batch, store: Known = nothing): Either<ConsistencyError, Batch> => {
  const known = knownIn(batch, store)
  const because = illegalMove(batch) ?? lostInput(batch, known) ?? hastyOutput(batch, known)
  return because === undefined ? E.right(batch) : E.left(consistencyError(`write ${batch.thread.id}`, because))
}

const illegalMove = ({ states }: Batch): string | undefined =>
  [...historiesOf(states).values()].flatMap((history) => illegalMoves(history))[0]

const lostInput = ({ operations }: Batch, known: Known): string | undefined => {
  const lost = operations.flatMap(({ inputComponents }) => inputComponents).find((id) => known(id) === undefined)
  return lost === undefined ? undefined : `Input component ${lost} not found`
}

const hastyOutput = ({ operations }: Batch, known: Known): string | undefined => {
  const hasty = operations.find(({ inputComponents, outputComponent }) => {
    const made = known(outputComponent) ?? Infinity
    return inputComponents.some((id) => made < (known(id) ?? -Infinity))
  })
  return hasty === undefined ? undefined : `Output created before inputs: ${hasty.outputComponent}`
}

/** A store's refusal to change one of the states that it was given, in the words of the specification; every other error as it is. Spec cf14 5.6. */
export const storeFault = (states: readonly string[], error: EffectError): PersistenceFailure => {
  if (error._tag !== 'Conflict') return error
  const named = new Set(error.because.split(/\s+/u))
  const state = states.find((id) => named.has(id))
  return state === undefined ? error : consistencyError(error.doing, `State history is immutable: ${state}`)
}
