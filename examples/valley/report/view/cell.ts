import { refText, type Cell, type Operand, type ProductName } from '@chorale/core/cf14'
import { timeText } from '../figures.js'
import { spaced } from '../words.js'
import { callView, type CallView } from './call.js'
import { keyOf, type Kinship, type Reach } from './kinship.js'

/** Where a cell stands: given or copied, resolved by calls, left open by the end of the run, or failed. */
export type CellStanding = 'given' | 'copied' | 'resolved' | 'open' | 'failed'

/** A cell that another was made from, with what it said then. */
export interface OperandView {
  readonly key: string
  /** `A[0,1]` */
  readonly name: string
  readonly text: string
}

/** One pair of operands and the call that multiplied it. */
export interface PairView {
  readonly left: OperandView
  readonly right: OperandView
  readonly call: CallView
}

/** One state that the cell was in. */
export interface StateView {
  readonly state: string
  /** What led there, e.g. `semantic multiplication`; empty for the first. */
  readonly operation: string
  /** Several texts where the state holds a list. */
  readonly texts: readonly string[]
  /** The content is that of the state before. */
  readonly unchanged: boolean
  readonly took: string
}

/** Why a cell failed. */
export interface FailureView {
  readonly stage: string
  readonly because: string
  readonly next: string
  readonly cause: string
  readonly attempts: number
}

/** A cell with its lineage. */
export interface CellView {
  readonly key: string
  readonly name: string
  readonly row: string
  readonly column: string
  readonly text: string
  readonly standing: CellStanding
  /** In operand order. */
  readonly operands: readonly OperandView[]
  /** In slot order; none unless pairs were multiplied. */
  readonly pairs: readonly PairView[]
  /** Every other call: lenses, synthesis, shift. */
  readonly readings: readonly CallView[]
  readonly history: readonly StateView[]
  readonly failure?: FailureView
  /** Keys of the cells made directly from this one. */
  readonly usedBy: readonly string[]
  /** All cells that rest on this one, by matrix. */
  readonly reach: readonly Reach[]
}

/** What a cell's view needs beside the cell. */
export interface Surroundings {
  readonly matrix: ProductName
  readonly origin: 'axiom' | 'structural' | 'derived'
  readonly row: string
  readonly column: string
  readonly kinship: Kinship
}

/** A cell, told. */
export const cellView = (cell: Cell, { matrix, origin, row, column, kinship }: Surroundings): CellView => {
  const ref = { matrix, index: cell.index }
  const operands = cell.operands.map(operandView)
  return {
    key: keyOf(ref),
    name: refText(ref),
    row,
    column,
    text: cell.content,
    standing: standingOf(cell, origin),
    operands,
    pairs: pairsOf(cell, operands),
    readings: cell.calls.filter(({ stage }) => stage !== 'multiply').map(callView),
    history: historyOf(cell),
    ...(cell.failure === undefined ? {} : { failure: failureView(cell.failure) }),
    usedBy: kinship.usedBy(ref),
    reach: kinship.reachOf(ref),
  }
}

const operandView = ({ ref, text }: Operand): OperandView => ({ key: keyOf(ref), name: refText(ref), text })

const standingOf = (cell: Cell, origin: Surroundings['origin']): CellStanding => {
  if (cell.failure !== undefined) return 'failed'
  if (origin === 'axiom') return 'given'
  if (origin === 'structural') return 'copied'
  return cell.state === 'resolved' ? 'resolved' : 'open'
}

const pairsOf = (cell: Cell, operands: readonly OperandView[]): readonly PairView[] => {
  const calls = cell.calls.filter(({ stage }) => stage === 'multiply')
  return calls
    .flatMap((call, position) => {
      const slot = call.slot ?? position
      const [left, right] = operands.slice(slot * 2, slot * 2 + 2)
      return left === undefined || right === undefined ? [] : [{ left, right, call: callView(call), slot }]
    })
    .toSorted((one, other) => one.slot - other.slot)
    .map(({ left, right, call }) => ({ left, right, call }))
}

const historyOf = (cell: Cell): readonly StateView[] => {
  const first: StateView = { state: 'initial', operation: '', texts: [cell.initialContent], unchanged: false, took: '' }
  const moved = cell.moves.map((move, i): StateView => ({
    state: move.to,
    operation: spaced(move.operation),
    texts: listed(move.content, move.operation),
    unchanged: move.content === (cell.moves[i - 1]?.content ?? cell.initialContent),
    took: timeText(move.at - move.startedAt),
  }))
  return [first, ...moved]
}

/** The products of an interpreted cell are kept as a JSON list; every other content is one text. Spec cf14 3. */
const listed = (content: string, operation: string): readonly string[] => {
  if (!operation.endsWith('_multiplication') || !content.startsWith('[')) return [content]
  try {
    const texts: unknown = JSON.parse(content)
    return Array.isArray(texts) ? texts.map(String) : [content]
  } catch {
    return [content]
  }
}

const failureView = (failure: NonNullable<Cell['failure']>): FailureView => ({
  stage: spaced(failure.stage),
  because: failure.cause.because,
  next: failure.next,
  cause: failure.cause._tag,
  attempts: failure.attempts,
})
