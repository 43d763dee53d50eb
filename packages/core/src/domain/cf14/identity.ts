import { canonical, digestOf, sha256Hex, uuidV5, type Json } from '../../kit/base/index.js'

/** What a thread id looks like: no colon, at most 120 characters. Spec cf14 5.5. */
export const threadIdRule = /^[A-Za-z0-9_.-]{1,120}$/u

/** A thread id from any text: `cf14-` and 12 hex digits. Spec cf14 5.5. */
export const threadIdOf = (seed: string): string => `cf14-${sha256Hex(seed).slice(0, 12)}`

/** `<thread>:<matrix>:<i>:<j>`; content never enters an id. Spec cf14 5.5. */
export const componentId = (thread: string, matrix: string, index: readonly number[]): string =>
  [thread, matrix, ...index].join(':')

/** A cell's address in a domain, the same in every thread. Spec cf14 5.5. */
export const addressOf = (domain: string, matrix: string, index: readonly number[]): string => {
  const place = index.join(':')
  const hash = sha256Hex(`cf14:${domain.toLowerCase()}:${matrix.toLowerCase()}:${place}`).slice(0, 32)
  return `cf14:${domain}:${matrix}:${place}:${hash}`
}

/** 12 hex digits for a value at its place. Spec cf14 5.5. */
export const valueHash = (index: readonly number[], value: string): string =>
  sha256Hex([...index, value].join('|')).slice(0, 12)

/** 16 hex digits for all contents of a product in index order. Spec cf14 5.5. */
export const contentHash = (values: readonly string[]): string => digestOf(values).slice(0, 16)

const operationNamespace = '1ffdd31d-66c3-5083-a0b5-3e45b5e4c0a4'

/** What makes an operation the same operation: a failure and its later success differ by `attempt` alone. Spec cf14 5.5. */
export interface OperationIdentity {
  readonly threadId: string
  readonly operationType: string
  /** Component ids in operand order. */
  readonly inputs: readonly string[]
  readonly output: string
  readonly promptHash: string | null
  /** Recorded failures of the same step before this one: 0 for the first. */
  readonly attempt: number
  /** For a move that passes through: a cell may do so twice, and nothing else tells the two apart. */
  readonly toState?: string
}

/** SHA-256 over the identity of an operation. Spec cf14 5.5. */
export const idempotencyKey = (identity: OperationIdentity): string =>
  sha256Hex(
    canonical({
      v: 1,
      thread_id: identity.threadId,
      operation_type: identity.operationType,
      inputs: identity.inputs as Json, // reason: a readonly list of texts is Json; the compiler asks for an index signature
      output: identity.output,
      prompt_hash: identity.promptHash,
      attempt: identity.attempt,
      to_state: identity.toState,
    }),
  )

/** UUID v5 of an idempotency key. Spec cf14 5.5. */
export const operationId = (key: string): string => uuidV5(key, operationNamespace)
