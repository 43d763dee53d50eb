import type { Instant, Usage } from '../../kit/base/index.js'
import type { EffectError } from '../../kit/fault/index.js'
import type { Resolver, Term } from '../../ports/model/index.js'
import type { ResolverFailure } from './fault.js'
import type { Ref } from './layout.js'
import { componentLifecycle, type ComponentState, type OperationType } from './lifecycle.js'
import type { Pipeline } from './product.js'
import { sentenceOf } from './sentence.js'
import { stageRules, type Stage } from './stage.js'

/** An operand as it stood when the cell was begun. */
export interface Operand {
  readonly ref: Ref
  readonly text: string
}

/** An accepted answer: what a paid call gave. */
export interface Reply {
  readonly text: string
  readonly termsUsed: readonly string[]
  readonly warnings: readonly string[]
  readonly resolver: Resolver
  readonly usage: Usage
  readonly costMicroUsd: number | null
  readonly attempts: number
  readonly latencyMs: number
  readonly at: Instant
}

/** One resolver call of a cell. */
export interface Call {
  readonly stage: Stage
  /** The pair's place in the sum, for `multiply`. */
  readonly slot?: number
  readonly terms: readonly Term[]
  readonly askedAt: Instant
  /** SHA-256 of the words asked. */
  readonly promptHash: string
  readonly reply?: Reply
  /** Why it failed for good; what it cost all the same is told in there. */
  readonly failure?: EffectError
}

/** One move of a cell along its lifecycle. */
export interface Move {
  readonly from: ComponentState
  readonly to: ComponentState
  readonly operation: OperationType
  readonly content: string
  readonly startedAt: Instant
  readonly at: Instant
}

/** A coordinate with its history: current content, every call, every move. */
export interface Cell {
  readonly index: readonly number[]
  readonly operands: readonly Operand[]
  readonly state: ComponentState
  readonly initialContent: string
  readonly content: string
  readonly createdAt: Instant
  readonly calls: readonly Call[]
  readonly moves: readonly Move[]
  readonly failure?: ResolverFailure
}

/** What a cell's next step depends on beside the cell. */
export interface Making {
  readonly pipeline: Pipeline
  readonly rowLabel: string
  readonly columnLabel: string
  readonly lensMode: 'three-step' | 'single'
  readonly dTemplate: string
  readonly problem?: string
  readonly at: Instant
}

/** A call that a cell wants made. */
export interface Wanted {
  readonly stage: Stage
  readonly slot?: number
  readonly texts: readonly string[]
}

/** The cell as far as it goes without another answer, and the calls it now waits for. */
export interface Advanced {
  readonly cell: Cell
  readonly wanted: readonly Wanted[]
}

/** The text before any answer: `a * b + a * b`, `a + f` for the sentence, the source itself for a shift. Spec cf14 3. */
export const initialText = (pipeline: Pipeline, operands: readonly string[]): string => {
  switch (pipeline) {
    case 'dot':
    case 'elementwise':
      return pairsOf(operands)
        .map((pair) => pair.join(' * '))
        .join(' + ')
    case 'sentence':
      return operands.join(' + ')
    case 'shift':
      return operands.join(' ')
  }
}

const pairsOf = (texts: readonly string[]): readonly (readonly string[])[] =>
  texts.flatMap((_, i) => (i % 2 === 0 ? [texts.slice(i, i + 2)] : []))

/** The answers of one stage in slot order, or undefined while one is missing. */
const repliesOf = (cell: Cell, stage: Stage): readonly string[] | undefined => {
  const calls = cell.calls.filter((call) => call.stage === stage)
  const texts = calls.flatMap((call) => (call.reply === undefined ? [] : [call.reply.text]))
  return calls.length > 0 && texts.length === calls.length ? texts : undefined
}

/** Takes every step that the answers so far allow. Spec cf14 3 and 4.1. */
export const advance = (cell: Cell, making: Making): Advanced => {
  if (cell.failure !== undefined) return { cell, wanted: [] }
  switch (cell.state) {
    case 'initial':
      return interpret(cell, making)
    case 'interpreted':
      return advance(combine(cell, making), making)
    case 'combined':
      return resolve(cell, making)
    case 'resolved':
      return { cell, wanted: [] }
  }
}

const move = (
  cell: Cell,
  step: { readonly to: ComponentState; readonly operation: OperationType; readonly content: string },
  at: Instant,
): Cell => {
  const startedAt = cell.moves.at(-1)?.at ?? cell.createdAt
  return {
    ...cell,
    state: step.to,
    content: step.content,
    moves: [...cell.moves, { ...step, from: cell.state, startedAt, at }],
  }
}

const interpret = (cell: Cell, making: Making): Advanced => {
  const to = componentLifecycle.move('initial', 'interpreted')
  const texts = cell.operands.map((operand) => operand.text)
  if (making.pipeline === 'sentence')
    return advance(move(cell, { to, operation: 'pass_through', content: cell.content }, making.at), making)
  const stage = making.pipeline === 'shift' ? 'shift' : 'multiply'
  const answers = repliesOf(cell, stage)
  if (answers === undefined) {
    if (cell.calls.length > 0) return { cell, wanted: [] }
    if (stage === 'shift') return { cell, wanted: [{ stage, texts: [...texts, 'Verification', 'Validation'] }] }
    return { cell, wanted: pairsOf(texts).map((pair, slot) => ({ stage, slot, texts: pair })) }
  }
  const content = stage === 'shift' ? answers.join(' ') : JSON.stringify(answers)
  return advance(move(cell, { to, operation: interpretation[making.pipeline], content }, making.at), making)
}

const interpretation = {
  dot: 'semantic_multiplication',
  elementwise: 'elementwise_multiplication',
  shift: 'station_shift',
} as const

const combine = (cell: Cell, making: Making): Cell => {
  const to = componentLifecycle.move('interpreted', 'combined')
  switch (making.pipeline) {
    case 'dot':
      return move(
        cell,
        { to, operation: 'semantic_addition', content: (repliesOf(cell, 'multiply') ?? []).join(', ') },
        making.at,
      )
    case 'elementwise':
      return move(
        cell,
        { to, operation: 'pass_through', content: (repliesOf(cell, 'multiply') ?? []).join(', ') },
        making.at,
      )
    case 'sentence':
      return move(cell, { to, operation: 'semantic_addition', content: sentenceFor(cell, making) }, making.at)
    case 'shift':
      return move(cell, { to, operation: 'pass_through', content: cell.content }, making.at)
  }
}

const sentenceFor = (cell: Cell, making: Making): string => {
  const [a, f] = cell.operands
  return sentenceOf(making.dTemplate, { a: a?.text ?? '', f: f?.text ?? '', problem: making.problem ?? '' })
}

const resolve = (cell: Cell, making: Making): Advanced => {
  const to = componentLifecycle.move('combined', 'resolved')
  if (making.pipeline === 'shift')
    return { cell: move(cell, { to, operation: 'pass_through', content: cell.content }, making.at), wanted: [] }
  const last = making.lensMode === 'single' ? 'lens' : 'synthesize'
  const value = repliesOf(cell, last)
  if (value !== undefined)
    return { cell: move(cell, { to, operation: 'interpretation', content: value.join(' ') }, making.at), wanted: [] }
  return { cell, wanted: lensCalls(cell, making) }
}

const lensCalls = (cell: Cell, making: Making): readonly Wanted[] => {
  const asked = (stage: Stage): boolean => cell.calls.some((call) => call.stage === stage)
  const { rowLabel, columnLabel } = making
  if (making.lensMode === 'single')
    return asked('lens') ? [] : [{ stage: 'lens', texts: [cell.content, rowLabel, columnLabel] }]
  if (!asked('column_lens'))
    return [
      { stage: 'column_lens', texts: [cell.content, columnLabel] },
      { stage: 'row_lens', texts: [cell.content, rowLabel] },
    ]
  const [column, row] = [repliesOf(cell, 'column_lens'), repliesOf(cell, 'row_lens')]
  const ready = column !== undefined && row !== undefined && !asked('synthesize')
  return ready ? [{ stage: 'synthesize', texts: [...column, ...row] }] : []
}

/** The texts of a wanted call with the roles of its stage. */
export const termsOf = (wanted: Wanted): readonly Term[] =>
  wanted.texts.map((text, i) => ({ role: stageRules[wanted.stage].roles[i] ?? 'input', text }))
