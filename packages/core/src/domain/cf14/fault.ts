import type { EffectError, Finding, Report } from '../../kit/fault/index.js'

/** Shapes that do not fit the operation. Spec cf14 2.3 to 2.5, 1.6. */
export interface DimensionMismatch extends Report {
  readonly _tag: 'DimensionMismatch'
}

/** Target dimensions outside of a matrix. Spec cf14 2.7. */
export interface InvalidDimensions extends Report {
  readonly _tag: 'InvalidDimensions'
}

/** An addition of nothing. Spec cf14 2.2. */
export interface EmptyOperands extends Report {
  readonly _tag: 'EmptyOperands'
}

/** A call that lacks what a resolver must be told. Spec cf14 4.3. */
export interface ContextInvalid extends Report {
  readonly _tag: 'ContextInvalid'
}

/** A resolver call that failed for good, with the cause as the handler gave it. Spec cf14 4.6. */
export interface ResolverFailure extends Report {
  readonly _tag: 'ResolverFailure'
  readonly matrix: string
  readonly index: readonly number[]
  readonly stage: string
  readonly attempts: number
  readonly cause: EffectError | ContextInvalid
}

/** What is to be written is not as the store must hold it; nothing of it was written. Spec cf14 6.3, 6.4. */
export interface BatchValidationFailed extends Report {
  readonly _tag: 'BatchValidationFailed'
  readonly findings: readonly Finding[]
}

/** What is to be written contradicts itself or what is there: a history that cannot have been. Spec cf14 5.6, 6.4. */
export interface ConsistencyError extends Report {
  readonly _tag: 'ConsistencyError'
}

/** Why a batch was not written. Spec cf14 6.11. */
export type PersistenceFailure = EffectError | BatchValidationFailed | ConsistencyError

/** {@link DimensionMismatch} */
export const dimensionMismatch = (doing: string, because: string): DimensionMismatch => ({
  _tag: 'DimensionMismatch',
  doing,
  because,
  next: 'Give matrices whose shapes fit, or stop at an earlier matrix.',
})

/** {@link InvalidDimensions} */
export const invalidDimensions = (doing: string, because: string): InvalidDimensions => ({
  _tag: 'InvalidDimensions',
  doing,
  because,
  next: 'Ask for at least one row and one column, and no more than there are.',
})

/** {@link EmptyOperands} */
export const emptyOperands = (doing: string): EmptyOperands => ({
  _tag: 'EmptyOperands',
  doing,
  because: 'there is nothing to add',
  next: 'Give at least one operand.',
})

/** {@link ContextInvalid} */
export const contextInvalid = (doing: string, because: string): ContextInvalid => ({
  _tag: 'ContextInvalid',
  doing,
  because,
  next: 'Give every term a text; no call was made.',
})

/** {@link ResolverFailure} */
export const resolverFailure = (
  place: Pick<ResolverFailure, 'matrix' | 'index' | 'stage'>,
  cause: EffectError | ContextInvalid,
): ResolverFailure => ({
  _tag: 'ResolverFailure',
  doing: `resolve ${place.matrix}[${place.index.join(',')}] at ${place.stage}`,
  because: `${cause._tag}: ${cause.because}`,
  next: cause.next,
  ...place,
  attempts: cause.paid?.attempts ?? 1,
  cause,
})

/** {@link BatchValidationFailed} */
export const batchValidationFailed = (doing: string, findings: readonly Finding[]): BatchValidationFailed => ({
  _tag: 'BatchValidationFailed',
  doing,
  because: `Batch validation failed: ${findings.map(({ path, message }) => `${path}: ${message}`).join('; ')}`,
  next: 'Correct what is named and write it again; nothing of it was written.',
  findings,
})

/** {@link ConsistencyError} */
export const consistencyError = (doing: string, because: string): ConsistencyError => ({
  _tag: 'ConsistencyError',
  doing,
  because,
  next: 'Write another history under another thread id; what is there is never changed.',
})
