/** The semantic valley: a walk from a problem through matrices of meaning, every cell resolved by a model, with full lineage. */
export { valley, type ValleyTypes } from './machine.js'
export { readInput, type ValleyInput, type ValleyRequest } from './codec.js'
export type { ValleyResponse, ValleyState } from './model.js'
export type { MadeMatrix, Totals, ValleyResult } from './result.js'
export { canonicalAxioms, type Axioms } from './axioms.js'
export { ontologies, type Labels } from './ontology.js'
export { stations, valleySummary, type Station } from './station.js'
export { products, type Formula, type Product, type ProductName } from './product.js'
export { layOut, refText, shapeOf, type Layout, type Placed, type Ref, type Through } from './layout.js'
export { add, dotPairs, elementwisePairs, extract, transpose, truncate, type Grid, type Matrix } from './grid.js'
export { componentLifecycle, type ComponentState, type OperationType } from './lifecycle.js'
export type { Call, Cell, Move, Operand, Reply } from './cell.js'
export { termWarnings, resolution } from './answer.js'
export type { AuditRecord, AuditResolver } from './audit.js'
export {
  addressOf,
  componentId,
  contentHash,
  idempotencyKey,
  operationId,
  threadIdOf,
  valueHash,
  type OperationIdentity,
} from './identity.js'
export { promptHash, promptOf, systemText, systemVersion, type PromptParts } from './prompt.js'
export type { Stage } from './stage.js'
export type { DimensionMismatch, EmptyOperands, InvalidDimensions, ResolverFailure } from './fault.js'
