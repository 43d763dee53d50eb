/** Why an operation was refused. Codes: spec chorus 12, storage. */
export interface StorageFault {
  readonly _tag:
    | ('InvalidVector' | 'InvalidCollection' | 'InvalidContent' | 'InvalidFilter' | 'Conflict' | 'NotFound')
    | ('ConnectionError' | 'InconsistencyError' | 'VectorError')
  readonly code:
    | ('VECTOR_DIM' | 'VECTOR_NON_FINITE' | 'VECTOR_ZERO' | 'COLLECTION_INVALID' | 'NOT_FOUND' | 'CONFLICT')
    | ('FILTER_INVALID' | 'INCONSISTENT' | 'MESSAGE_INVALID' | 'HASH_MISMATCH' | 'NETWORK_UNAVAILABLE')
  /** What was found and what to do next; never a content. */
  readonly message: string
}

/** What to do about a fault, and how often at most. Spec chorus 9.5. */
export type Recovery =
  | { readonly _tag: 'RetryWithBackoff'; readonly times: 5 }
  | { readonly _tag: 'ValidateAndRetry' | 'UpdateAndRetry' | 'ReloadAndRetry'; readonly times: 1 }
  /** Embed the content again; make the collection, or refuse; or nothing: it is the caller's fault. */
  | { readonly _tag: 'RecoverEmbedding' | 'RecoverCollection' | 'None' }

/** The recovery of each fault. Spec chorus 9.5. */
export const recoveryOf = ({ _tag }: Pick<StorageFault, '_tag'>): Recovery => {
  switch (_tag) {
    case 'ConnectionError':
      return { _tag: 'RetryWithBackoff', times: 5 }
    case 'InconsistencyError':
      return { _tag: 'ValidateAndRetry', times: 1 }
    case 'VectorError':
      return { _tag: 'UpdateAndRetry', times: 1 }
    case 'Conflict':
      return { _tag: 'ReloadAndRetry', times: 1 }
    case 'InvalidVector':
      return { _tag: 'RecoverEmbedding' }
    case 'InvalidCollection':
      return { _tag: 'RecoverCollection' }
    case 'NotFound':
    case 'InvalidContent':
    case 'InvalidFilter':
      return { _tag: 'None' }
  }
}
