import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import {
  dimensionMismatch,
  emptyOperands,
  invalidDimensions,
  type DimensionMismatch,
  type EmptyOperands,
  type InvalidDimensions,
} from './fault.js'
import type { Labels } from './ontology.js'

/** A labelled table; `cells[i][j]` stands where row label i meets column label j. */
export interface Grid<A> {
  readonly rows: Labels
  readonly columns: Labels
  readonly cells: readonly (readonly A[])[]
}

/** A grid of texts. */
export type Matrix = Grid<string>

const shapeText = (grid: Grid<unknown>): string => `${grid.rows.length}x${grid.columns.length}`

/** The top-left block of the given size, labels included. Spec cf14 2.7. */
export const truncate = <A>(
  grid: Grid<A>,
  size: { readonly rows: number; readonly columns: number },
): Either<InvalidDimensions, Grid<A>> => {
  const { rows, columns } = size
  const fits = Number.isInteger(rows) && Number.isInteger(columns) && rows >= 1 && columns >= 1
  if (!fits || rows > grid.rows.length || columns > grid.columns.length)
    return E.left(invalidDimensions('truncate a matrix', `${rows}x${columns} does not fit into ${shapeText(grid)}`))
  return E.right({
    rows: grid.rows.slice(0, rows),
    columns: grid.columns.slice(0, columns),
    cells: grid.cells.slice(0, rows).map((row) => row.slice(0, columns)),
  })
}

/** Rows become columns, labels too. Spec cf14 2.8. */
export const transpose = <A>(grid: Grid<A>): Grid<A> => ({
  rows: grid.columns,
  columns: grid.rows,
  cells: grid.columns.map((_, j) => grid.cells.flatMap((row) => row.slice(j, j + 1))),
})

/** The block of one row, or of one element, with its labels. Spec cf14 2.9. */
export const extract = <A>(
  grid: Grid<A>,
  place: { readonly row: number; readonly column?: number },
): Either<InvalidDimensions, Grid<A>> => {
  const { row, column } = place
  const inside = (n: number, length: number): boolean => Number.isInteger(n) && n >= 0 && n < length
  if (!inside(row, grid.rows.length) || (column !== undefined && !inside(column, grid.columns.length)))
    return E.left(
      invalidDimensions('extract from a matrix', `[${row},${column ?? '*'}] is outside of ${shapeText(grid)}`),
    )
  const [from, to] = column === undefined ? [0, grid.columns.length] : [column, column + 1]
  return E.right({
    rows: grid.rows.slice(row, row + 1),
    columns: grid.columns.slice(from, to),
    cells: grid.cells.slice(row, row + 1).map((cells) => cells.slice(from, to)),
  })
}

/** For each cell the pairs (left(i,k), right(k,j)), k rising: the combinatorial step of the dot product. Spec cf14 2.4. */
export const dotPairs = <A>(
  left: Grid<A>,
  right: Grid<A>,
): Either<DimensionMismatch, Grid<readonly (readonly A[])[]>> => {
  if (left.columns.length !== right.rows.length)
    return E.left(
      dimensionMismatch(
        'multiply two matrices',
        `${shapeText(left)} by ${shapeText(right)}: the left's columns are not as many as the right's rows`,
      ),
    )
  const byColumn = transpose(right)
  const cells = left.cells.map((row) => byColumn.cells.map((column) => zip(row, column)))
  return E.right({ rows: left.rows, columns: right.columns, cells })
}

/** For each cell the pair at the same position; labels of the left. Spec cf14 2.3. */
export const elementwisePairs = <A>(
  left: Grid<A>,
  right: Grid<A>,
): Either<DimensionMismatch, Grid<readonly (readonly A[])[]>> => {
  if (shapeText(left) !== shapeText(right))
    return E.left(
      dimensionMismatch('pair two matrices by position', `${shapeText(left)} and ${shapeText(right)} differ`),
    )
  const cells = zip(left.cells, right.cells).map(([a = [], b = []]) => zip(a, b).map((pair) => [pair]))
  return E.right({ rows: left.rows, columns: left.columns, cells })
}

const zip = <A>(left: readonly A[], right: readonly A[]): readonly (readonly A[])[] =>
  left.map((item, i) => [item, ...right.slice(i, i + 1)])

/** Concatenation in order; inside of a dot product the separator is `, `. Spec cf14 2.2. */
export const add = (texts: readonly string[], separator = ' '): Either<EmptyOperands, string> =>
  texts.length === 0 ? E.left(emptyOperands('add texts')) : E.right(texts.join(separator))

/** The same grid with every cell mapped. */
export const mapGrid = <A, B>(grid: Grid<A>, f: (item: A, index: readonly [number, number]) => B): Grid<B> => ({
  rows: grid.rows,
  columns: grid.columns,
  cells: grid.cells.map((row, i) => row.map((item, j) => f(item, [i, j]))),
})
