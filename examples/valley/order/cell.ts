import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { canonicalAxioms, type MadeMatrix, type ValleyInput } from '@chorale/core/cf14'

/** A cell by its name, e.g. `C[0,1]`; rows and columns are counted from 0. */
export interface CellName {
  readonly matrix: string
  readonly index: readonly number[]
}

/** A cell's name as it is written. */
export const cellText = ({ matrix, index }: CellName): string => `${matrix}[${index.join(',')}]`

/** Reads `C[0,1]` or `R[0]`. */
export const readCell = (text: string): Either<string, CellName> => {
  const [, matrix, numbers] = /^([A-Z])\[(\d{1,6}(?:,\d{1,6})?)\]$/u.exec(text.replaceAll(' ', '')) ?? []
  return matrix === undefined || numbers === undefined
    ? E.left(`${JSON.stringify(text)} is no cell: wanted a matrix with row and column from 0, e.g. 'C[0,1]'.`)
    : E.right({ matrix, index: numbers.split(',').map(Number) })
}

/** One given cell with another text. */
export interface Change extends CellName {
  readonly text: string
}

/** Reads `A[0,1]=text`; whether the cell exists is known once the run is. */
export const readChange = (given: string): Either<string, Change> => {
  const at = given.indexOf('=')
  if (at < 0)
    return E.left(`${JSON.stringify(given)} changes nothing: wanted a cell, "=" and its new text, e.g. 'A[0,1]=text'.`)
  const cell = readCell(given.slice(0, at))
  if (E.isLeft(cell)) return cell
  const { matrix, index } = cell.right
  if (!['A', 'B', 'R'].includes(matrix))
    return E.left(`${cellText(cell.right)} is made by the valley: only cells of A, B and R can be changed.`)
  if (index.length !== (matrix === 'R' ? 1 : 2))
    return E.left(`${cellText(cell.right)} is no cell: R is a list, e.g. 'R[0]'; A and B have rows and columns.`)
  const text = given.slice(at + 1).trim()
  return text === ''
    ? E.left(`${cellText(cell.right)} would be empty: put a text behind "=".`)
    : E.right({ ...cell.right, text })
}

/** An input with its cells changed, or which of them do not exist. */
export const changed = (input: ValleyInput, changes: readonly Change[]): Either<readonly string[], ValleyInput> => {
  const faults: string[] = []
  let now = input
  for (const change of changes) {
    const next = withChange(now, change)
    if (E.isLeft(next)) faults.push(next.left)
    else now = next.right
  }
  return faults.length > 0 ? E.left(faults) : E.right(now)
}

const withChange = (input: ValleyInput, change: Change): Either<string, ValleyInput> => {
  const { matrix, text } = change
  const [row = 0, column = 0] = change.index
  if (matrix === 'R') {
    const topics = input.R ?? canonicalAxioms.R
    return row < topics.length
      ? E.right({ ...input, R: topics.with(row, text) })
      : E.left(`${cellText(change)} does not exist: R has ${topics.length} topics, counted from 0.`)
  }
  const name = matrix === 'A' ? 'A' : 'B'
  const grid = input[name] ?? canonicalAxioms[name]
  const cells = grid.cells[row]
  return cells !== undefined && column < cells.length
    ? E.right({ ...input, [name]: { ...grid, cells: grid.cells.with(row, cells.with(column, text)) } })
    : E.left(
        `${cellText(change)} does not exist: ${name} has ${grid.rows.length} rows and ${grid.columns.length} columns, counted from 0.`,
      )
}

/** Cells whose content is another one than before, or that were not there before. */
export const changedCells = (before: readonly MadeMatrix[], now: readonly MadeMatrix[]): readonly CellName[] => {
  const contents = new Map(before.flatMap(({ name, cells }) => cells.map((cell) => [nameOf(name, cell), cell.content])))
  return now.flatMap(({ name, cells }) =>
    cells
      .filter((cell) => contents.get(nameOf(name, cell)) !== cell.content)
      .map(({ index }) => ({ matrix: name, index })),
  )
}

const nameOf = (matrix: string, { index }: { readonly index: readonly number[] }): string => cellText({ matrix, index })
