import type { Embed } from '../../../ports/model/index.js'
import { chunksOf } from './chunks.js'
import { cacheState } from './execute.js'
import type { Operation } from './operation.js'
import { repairConsistency } from './repair-consistency.js'
import { recoveryOf, type Recovery, type StorageFault } from './storage-fault.js'
import type { StorageState } from './storage-state.js'
import { verifyConsistency } from './verify-consistency.js'

/** What a fault makes of the state, what it asks for, and how to go on. */
export interface Recovered {
  readonly state: StorageState
  /** Embeds what has to be embedded anew. */
  readonly effects: readonly Embed[]
  readonly recovery: Recovery
}

/**
 * The reaction to a fault. One of the connection caches a write as dirty, so that it is seen and can be done later; an inconsistency is repaired; for
 * a vector the embedding is asked for: `meanOf` its answer is what to update with. Every other fault leaves the state as it is. Spec chorus 9.5.
 */
export const recover = (state: StorageState, operation: Operation, error: StorageFault): Recovered => {
  const recovery = recoveryOf(error)
  switch (error._tag) {
    case 'ConnectionError':
      return { state: { ...cacheState(state, operation), errorState: error }, effects: [], recovery }
    case 'InconsistencyError': {
      const { state: repaired } = repairConsistency(state, verifyConsistency(state))
      return { state: { ...repaired, errorState: error }, effects: [], recovery }
    }
    case 'VectorError': {
      const content = contentIn(state, operation)
      const effects = content === undefined ? [] : [recomputing(`${operation.key}/recompute`, content)]
      return { state: { ...state, errorState: error }, effects, recovery }
    }
    case 'InvalidVector':
    case 'InvalidCollection':
    case 'InvalidContent':
    case 'InvalidFilter':
    case 'Conflict':
    case 'NotFound':
      return { state, effects: [], recovery }
  }
}

const contentIn = ({ collections }: StorageState, operation: Operation): string | undefined => {
  if (operation._tag === 'store') return operation.message.content
  if (operation._tag === 'search') return undefined
  const content =
    operation._tag === 'update' && operation.patch['content'] !== undefined
      ? operation.patch['content']
      : collections.get(operation.collection)?.points.get(operation.id)?.payload['content']
  return typeof content === 'string' && content !== '' ? content : undefined
}

/** Embeds a content anew, a long one in chunks. */
const recomputing = (key: string, content: string): Embed => ({ _tag: 'model/embed', key, texts: chunksOf(content) })
