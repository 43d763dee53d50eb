import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { topicRow, type Axioms } from './axioms.js'
import { dimensionMismatch, type DimensionMismatch, type InvalidDimensions } from './fault.js'
import { dotPairs, elementwisePairs, extract, mapGrid, transpose, truncate, type Grid, type Matrix } from './grid.js'
import type { Labels } from './ontology.js'
import { products, type Product, type ProductName } from './product.js'

/** One coordinate of one product; 0-based, in axis order. */
export interface Ref {
  readonly matrix: ProductName
  readonly index: readonly number[]
}

/** `A[0,1]` */
export const refText = (ref: Ref): string => `${ref.matrix}[${ref.index.join(',')}]`

/** A product placed in one valley: its axes, and for each cell of a matrix the cells it is made from, in operand order. */
export interface Placed extends Product {
  /** Labels of each axis; a matrix has rows and columns. */
  readonly axes: readonly Labels[]
  readonly kind: 'matrix' | 'tensor'
  /** Row-major, for matrices; a tensor's operands follow from its axes. */
  readonly operands: Grid<readonly Ref[]>
}

/** Sizes along the axes. */
export const shapeOf = (placed: Placed): readonly number[] => placed.axes.map((axis) => axis.length)

/** All products that the shapes allow, in the order of the valley, and the stations they do not. */
export interface Layout {
  readonly placed: readonly Placed[]
  /** Numbers of stations that were left out because of the shapes. */
  readonly skipped: readonly number[]
}

type Fault = DimensionMismatch | InvalidDimensions
type Known = ReadonlyMap<ProductName, Placed>

/** Places every product for the given axioms, or says that A and B cannot be multiplied. Spec cf14 1.6. */
export const layOut = (axioms: Axioms): Either<Fault, Layout> => {
  const [m, n] = [axioms.A.rows.length, axioms.A.columns.length]
  if (n !== axioms.B.rows.length)
    return E.left(dimensionMismatch('lay out the valley', `A has ${n} columns and B has ${axioms.B.rows.length} rows`))
  const whole = m === n - 1 && axioms.B.columns.length === n
  const wanted = whole ? products : products.filter((product) => product.station <= 2)
  const known = new Map<ProductName, Placed>()
  for (const product of wanted) {
    const placed = place(product, axioms, known)
    if (E.isLeft(placed)) return placed
    known.set(product.name, placed.right)
  }
  return E.right({ placed: [...known.values()], skipped: whole ? [] : [3, 4, 5, 6, 7, 8, 9, 10, 11] })
}

const place = (product: Product, axioms: Axioms, known: Known): Either<Fault, Placed> => {
  if (product.formula._tag === 'cross')
    return E.right({
      ...product,
      kind: 'tensor',
      axes: crossAxes(known.get(product.formula.left), known.get(product.formula.right)),
      operands: nothing,
    })
  return E.map((operands: Grid<readonly Ref[]>): Placed => ({
    ...product,
    kind: 'matrix',
    axes: [operands.rows, operands.columns],
    operands,
  }))(operandsOf(product, axioms, known))
}

const nothing: Grid<never> = { rows: [], columns: [], cells: [] }

/** Left axes, then the right's columns, then its rows; axes of one label are dropped. Spec cf14 2.6. */
const crossAxes = (left: Placed | undefined, right: Placed | undefined): readonly Labels[] => {
  const own = left?.kind === 'matrix' ? [...left.axes].reverse() : (left?.axes ?? [])
  return [...own, ...[...(right?.axes ?? [])].reverse()].filter((axis) => axis.length > 1)
}

/** A product's own cells as references, so that the same pure operations that work on texts lay out the lineage. */
const refsOf = (name: ProductName, known: Known): Grid<Ref> => {
  const grid = known.get(name)?.operands ?? nothing
  return mapGrid<unknown, Ref>(grid, (_, index) => ({ matrix: name, index }))
}

const operandsOf = ({ name, formula }: Product, axioms: Axioms, known: Known): Either<Fault, Grid<readonly Ref[]>> => {
  const single = E.map((grid: Grid<Ref>) => mapGrid(grid, (ref) => [ref]))
  const paired = E.map((grid: Grid<readonly (readonly Ref[])[]>) => mapGrid(grid, (pairs) => pairs.flat()))
  switch (formula._tag) {
    case 'given':
      return E.right(mapGrid(givenMatrix(name, axioms), () => []))
    case 'dot':
      return paired(dotPairs(refsOf(formula.left, known), refsOf(formula.right, known)))
    case 'elementwise':
    case 'sentence':
      return paired(elementwisePairs(refsOf(formula.left, known), refsOf(formula.right, known)))
    case 'shift':
      return single(E.right(refsOf(formula.source, known)))
    case 'transposition':
      return single(E.right(transpose(refsOf(formula.source, known))))
    case 'truncation':
      return single(withoutLastRow(refsOf(formula.source, known)))
    case 'lastRow':
      return single(lastOf(refsOf(formula.source, known), 'row'))
    case 'lastElement':
      return single(lastOf(refsOf(formula.source, known), 'element'))
    case 'cross':
      return E.right(nothing)
  }
}

/** The matrix of a given product. */
export const givenMatrix = (name: ProductName, axioms: Axioms): Matrix =>
  name === 'A' ? axioms.A : name === 'B' ? axioms.B : topicRow(axioms.R)

const withoutLastRow = <A>(grid: Grid<A>): Either<InvalidDimensions, Grid<A>> =>
  truncate(grid, { rows: grid.rows.length - 1, columns: grid.columns.length })

const lastOf = <A>(grid: Grid<A>, part: 'row' | 'element'): Either<InvalidDimensions, Grid<A>> => {
  const row = grid.rows.length - 1
  return extract(grid, part === 'row' ? { row } : { row, column: grid.columns.length - 1 })
}

/** How far a run goes: to the last matrix the shapes allow, or up to and with a named one. Spec cf14 1.6. */
export type Through = 'auto' | ProductName

/** The products of a run, cut at `through`; tensors are left out until they can be run. */
export const cut = (layout: Layout, through: Through): Either<DimensionMismatch, readonly Placed[]> => {
  const matrices = layout.placed.filter((placed) => placed.kind === 'matrix')
  if (through === 'auto') return E.right(matrices)
  const last = matrices.findIndex((placed) => placed.name === through)
  return last >= 0
    ? E.right(matrices.slice(0, last + 1))
    : E.left(dimensionMismatch('lay out the valley', `the shapes of A and B do not allow ${through}`))
}

/** The cells of a matrix in row-major order, each with what it is made from. */
export const cellsOf = (
  placed: Placed,
): readonly { readonly index: readonly number[]; readonly operands: readonly Ref[] }[] =>
  mapGrid(placed.operands, (operands, index) => ({ index, operands })).cells.flat()
