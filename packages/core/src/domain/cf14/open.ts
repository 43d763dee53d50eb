import { vector, type Instant } from '../../kit/base/index.js'
import type { Generate } from '../../ports/index.js'
import { initialText, type Cell, type Operand } from './cell.js'
import { follow, type Change } from './follow.js'
import { cellsOf, givenMatrix, type Placed, type Ref } from './layout.js'
import type { ValleyResponse, Walking } from './model.js'
import { originOf, pipelineOf } from './product.js'
import { contentAt, withMade } from './walk.js'

/** Opens a product: given and structural ones are whole at once, derived ones ask their first questions. */
export const open = (state: Walking, placed: Placed, now: Instant): Change => {
  const cells = originOf(placed.formula) === 'axiom' ? givenCells(state, placed, now) : madeCells(state, placed, now)
  const isDerived = pipelineOf(placed.formula) !== undefined
  const begun = withMade(state, { placed, cells: vector(cells), open: isDerived ? cells.length : 0, failed: 0 })
  return isDerived ? askAll(begun, { placed, cells }, now) : { state: begun, responses: [], effects: [] }
}

/** The first questions of every cell, gathered as they come: the cost grows with the cells, not with their square. */
const askAll = (
  begun: Walking,
  { placed, cells }: { readonly placed: Placed; readonly cells: readonly Cell[] },
  now: Instant,
): Change => {
  let state = begun
  const responses: ValleyResponse[] = [
    { _tag: 'ProductStarted', matrix: placed.name, station: placed.station, cells: cells.length },
  ]
  const effects: Generate[] = []
  for (const cell of cells) {
    const asked = follow({ state, responses: [], effects: [] }, { placed, index: cell.index, cell }, now)
    state = asked.state
    responses.push(...asked.responses)
    effects.push(...asked.effects)
  }
  return { state, responses, effects }
}

const blank = (index: readonly number[], text: string, now: Instant): Cell => ({
  index,
  operands: [],
  state: 'initial',
  initialContent: text,
  content: text,
  createdAt: now,
  calls: [],
  moves: [],
})

const givenCells = (state: Walking, placed: Placed, now: Instant): readonly Cell[] =>
  givenMatrix(placed.name, state.request.axioms).cells.flatMap((row, i) =>
    row.map((text, j) => blank([i, j], text, now)),
  )

/** Cells that are made from others; a structural one says what its source says. */
const madeCells = (state: Walking, placed: Placed, now: Instant): readonly Cell[] => {
  const pipeline = pipelineOf(placed.formula)
  return cellsOf(placed).map(({ index, operands: refs }) => {
    const operands = operandsAt(state, refs)
    const texts = operands.map((operand) => operand.text)
    const text = pipeline === undefined ? texts.join(' ') : initialText(pipeline, texts)
    return { ...blank(index, text, now), operands }
  })
}

const operandsAt = (state: Walking, refs: readonly Ref[]): readonly Operand[] =>
  refs.map((ref) => ({ ref, text: contentAt(state, ref) }))
