import { vector, type Instant } from '../../kit/base/index.js'
import { initialText, type Cell, type Operand } from './cell.js'
import { follow, type Change } from './follow.js'
import { cellsOf, givenMatrix, type Placed, type Ref } from './layout.js'
import type { Walking } from './model.js'
import { originOf, pipelineOf, type Pipeline } from './product.js'
import { contentAt, withMade } from './walk.js'

/** Opens a product: given and structural ones are whole at once, derived ones ask their first questions. */
export const open = (state: Walking, placed: Placed, now: Instant): Change => {
  const pipeline = pipelineOf(placed.formula)
  const cells = pipeline === undefined ? settledCells(state, placed, now) : newCells(state, { placed, pipeline }, now)
  const count = pipeline === undefined ? 0 : cells.length
  const begun = withMade(state, { placed, cells: vector(cells), open: count, failed: 0 })
  const started: Change = { state: begun, responses: [], effects: [] }
  if (pipeline === undefined) return started
  const asked = cells.reduce<Change>(
    (change, cell) => follow(change, { placed, index: cell.index, cell }, now),
    started,
  )
  return {
    ...asked,
    responses: [
      { _tag: 'ProductStarted', matrix: placed.name, station: placed.station, cells: count },
      ...asked.responses,
    ],
  }
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

const settledCells = (state: Walking, placed: Placed, now: Instant): readonly Cell[] => {
  if (originOf(placed.formula) === 'axiom')
    return givenMatrix(placed.name, state.request.axioms).cells.flatMap((row, i) =>
      row.map((text, j) => blank([i, j], text, now)),
    )
  return cellsOf(placed).map(({ index, operands }) => {
    const sources = operandsAt(state, operands)
    return { ...blank(index, sources.map((source) => source.text).join(' '), now), operands: sources }
  })
}

const newCells = (
  state: Walking,
  { placed, pipeline }: { readonly placed: Placed; readonly pipeline: Pipeline },
  now: Instant,
): readonly Cell[] =>
  cellsOf(placed).map(({ index, operands: refs }) => {
    const operands = operandsAt(state, refs)
    return {
      ...blank(
        index,
        initialText(
          pipeline,
          operands.map((operand) => operand.text),
        ),
        now,
      ),
      operands,
    }
  })

const operandsAt = (state: Walking, refs: readonly Ref[]): readonly Operand[] =>
  refs.map((ref) => ({ ref, text: contentAt(state, ref) }))
