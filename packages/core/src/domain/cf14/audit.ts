import { noUsage, sha256Hex, tokensOf, type Instant } from '../../kit/base/index.js'
import type { Call, Cell, Move } from './cell.js'
import { componentId, idempotencyKey, operationId, valueHash } from './identity.js'
import type { Placed } from './layout.js'
import type { ComponentState, OperationType } from './lifecycle.js'
import { pipelineOf, type Pipeline } from './product.js'
import { stageRules } from './stage.js'

/** Who carried an operation out. Spec cf14 5.1. */
export interface AuditResolver {
  readonly type: string
  readonly model: string | null
  readonly temperature: number | null
  readonly tokensUsed: number
}

/** What was done to one cell in one move: inputs, output, resolver, success. Spec cf14 5.1. */
export interface AuditRecord {
  readonly id: string
  readonly idempotencyKey: string
  readonly operationType: OperationType
  readonly threadId: string
  readonly runId: string
  readonly startedAt: Instant
  readonly completedAt: Instant
  readonly durationMs: number
  /** Component ids in operand order; an addition or an interpretation consumes its own cell. */
  readonly inputComponents: readonly string[]
  readonly outputComponent: string
  readonly resolver: AuditResolver
  readonly success: boolean
  readonly error: string | null
  readonly attempt: number
  readonly fromState: ComponentState
  readonly toState: ComponentState
  readonly promptHash: string | null
  /** Hash of the system text that every call of the run was framed with. */
  readonly systemVersion: string
  readonly outputHash: string | null
  readonly apiCalls: number
  readonly warnings: readonly string[]
}

/** What all records of a run share. */
export interface Origin {
  readonly threadId: string
  readonly runId: string
  readonly systemVersion: string
}

/** What a record must know of the product that its cell is in. */
type Made = Pick<Placed, 'name' | 'formula'>

/** Every record of a cell: one for each move, one for a structural copy, one for a failure. Spec cf14 3 and 7 (conflict 7). */
export const auditsOf = (origin: Origin, placed: Made, cell: Cell): readonly AuditRecord[] => {
  const pipeline = pipelineOf(placed.formula)
  if (pipeline !== undefined) {
    const moved = cell.moves.map((move) => record(origin, { placed, cell, move, calls: callsOf(cell, move.to) }))
    return cell.failure === undefined ? moved : [...moved, failed(origin, { placed, cell, pipeline })]
  }
  const operation = structuralOperation(placed)
  if (operation === undefined) return []
  const copy: Move = {
    from: 'initial',
    to: 'initial',
    operation,
    content: cell.content,
    startedAt: cell.createdAt,
    at: cell.createdAt,
  }
  return [record(origin, { placed, cell, move: copy, calls: [] })]
}

const structuralOperation = ({ formula }: Made): OperationType | undefined => {
  switch (formula._tag) {
    case 'truncation':
    case 'transposition':
      return formula._tag
    case 'lastRow':
    case 'lastElement':
      return 'extraction'
    case 'given':
    case 'dot':
    case 'elementwise':
    case 'sentence':
    case 'shift':
    case 'cross':
      return undefined
  }
}

/** The calls that a move was made of, in slot order; lens calls as column, row, synthesis. */
const callsOf = (cell: Cell, to: ComponentState): readonly Call[] => {
  const first = (call: Call): boolean => call.stage === 'multiply' || call.stage === 'shift'
  return cell.calls.filter((call) => (to === 'interpreted' ? first(call) : to === 'resolved' && !first(call)))
}

interface Done {
  readonly placed: Made
  readonly cell: Cell
  readonly move: Move
  readonly calls: readonly Call[]
}

const record = (origin: Origin, { placed, cell, move, calls }: Done): AuditRecord => {
  const own = componentId(origin.threadId, placed.name, cell.index)
  const operands = cell.operands.map(({ ref }) => componentId(origin.threadId, ref.matrix, ref.index))
  const inputs = move.from === 'initial' ? operands : [own]
  const promptHash = operationPromptHash(calls)
  const identity = {
    threadId: origin.threadId,
    operationType: move.operation,
    inputs,
    output: own,
    promptHash,
    attempt: 0,
    ...(move.operation === 'pass_through' ? { toState: move.to } : {}),
  }
  const key = idempotencyKey(identity)
  const replies = calls.flatMap((call) => (call.reply === undefined ? [] : [call.reply]))
  return {
    id: operationId(key),
    idempotencyKey: key,
    operationType: move.operation,
    ...origin,
    startedAt: move.startedAt,
    completedAt: move.at,
    // A clock may count parts of a millisecond.
    durationMs: Math.round(move.at - move.startedAt),
    inputComponents: inputs,
    outputComponent: own,
    resolver: resolverOf(calls),
    success: true,
    error: null,
    attempt: 0,
    fromState: move.from,
    toState: move.to,
    promptHash,
    outputHash: valueHash(cell.index, move.content),
    apiCalls: replies.reduce((sum, reply) => sum + reply.attempts, 0),
    warnings: replies.flatMap((reply) => reply.warnings),
  }
}

const failed = (
  origin: Origin,
  { placed, cell, pipeline }: { readonly placed: Made; readonly cell: Cell; readonly pipeline: Pipeline },
): AuditRecord => {
  const to = cell.state === 'initial' ? 'interpreted' : 'resolved'
  const move: Move = {
    from: cell.state,
    to,
    operation: attempted(cell.state, pipeline),
    content: '',
    startedAt: cell.moves.at(-1)?.at ?? cell.createdAt,
    at: lastHeard(cell),
  }
  const { failure } = cell
  const done = record(origin, { placed, cell, move, calls: callsOf(cell, to) })
  return {
    ...done,
    success: false,
    error: failure === undefined ? null : `${failure.stage}: ${failure.because}`,
    outputHash: null,
    apiCalls: done.apiCalls + (failure?.attempts ?? 0),
  }
}

const attempted = (state: ComponentState, pipeline: Pipeline): OperationType => {
  if (state !== 'initial') return 'interpretation'
  return pipeline === 'elementwise'
    ? 'elementwise_multiplication'
    : pipeline === 'shift'
      ? 'station_shift'
      : 'semantic_multiplication'
}

const lastHeard = (cell: Cell): Instant =>
  Math.max(cell.createdAt, ...cell.calls.map((call) => call.reply?.at ?? call.askedAt))

/** One call: its hash. Several: the hash of their hashes. None, or an echo: null. Spec cf14 5.5. */
const operationPromptHash = (calls: readonly Call[]): string | null => {
  const [first] = calls
  if (first === undefined || first.reply?.resolver.type === 'echo') return null
  return calls.length === 1 ? first.promptHash : sha256Hex(calls.map((call) => call.promptHash).join('\n'))
}

const resolverOf = (calls: readonly Call[]): AuditResolver => {
  const [first] = calls
  if (first === undefined) return { type: 'structural', model: null, temperature: null, tokensUsed: 0 }
  const tokensUsed = calls.reduce((sum, call) => sum + tokensOf(call.reply?.usage ?? noUsage), 0)
  const { type, model } = first.reply?.resolver ?? { type: 'custom', model: null }
  return { type, model, temperature: stageRules[first.stage].temperature, tokensUsed }
}
