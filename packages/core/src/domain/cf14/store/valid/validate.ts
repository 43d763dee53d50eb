import type { Finding } from '../../../../kit/fault/index.js'
import type { Batch } from '../batch.js'
import { batchFindings } from './batch-findings.js'
import { componentFindings } from './component-findings.js'
import { knownIn, nothing, type Known } from './known.js'
import { matrixFindings } from './matrix-findings.js'
import { operationFindings } from './operation-findings.js'

/**
 * Everything wrong with a batch before it is written, each with its code and its path; empty where it is valid. `store` says what is there already.
 * All checks run. Spec cf14 6.4.
 */
export const validateBatch = (batch: Batch, store: Known = nothing): readonly Finding[] => {
  const known = knownIn(batch, store)
  const shapes = new Map(batch.matrices.map((shape) => [shape.matrix, shape]))
  return [
    ...batch.components.flatMap((component, i) =>
      componentFindings(`components[${i}]`, component, shapes.get(component.matrix)),
    ),
    ...batch.operations.flatMap((operation, i) => operationFindings(`operations[${i}]`, operation, known)),
    ...matrixFindings(batch),
    ...batchFindings(batch, known),
  ]
}
