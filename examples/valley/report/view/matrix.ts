import { originOf, products, stations, type Formula, type MadeMatrix, type ProductName } from '@chorale/core/cf14'
import { plural } from '../figures.js'
import { formulaText, meanings, wayOf } from '../words.js'
import { cellView, type CellView } from './cell.js'
import type { Kinship } from './kinship.js'

/** A made matrix with all its cells. */
export interface MatrixView {
  readonly name: ProductName
  readonly station: number
  readonly stationName: string
  readonly origin: 'axiom' | 'structural' | 'derived'
  readonly formula: string
  readonly meaning: string
  readonly way: string
  /** `12 cells, 84 calls`. */
  readonly size: string
  readonly digest: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** Row by row. */
  readonly cells: readonly (readonly CellView[])[]
  readonly failed: number
  readonly open: number
  /** Cells as table cells, or each row as a list of cards where there are many columns. */
  readonly setting: 'table' | 'cards'
  /** Whether a cell is a word or a passage. */
  readonly words: 'few' | 'many'
}

/** More columns than a page is wide. */
const mostColumns = 5

/** Characters from which a cell is a passage rather than a phrase. */
const passage = 60

/** A matrix, told. */
export const matrixView = (made: MadeMatrix, kinship: Kinship): MatrixView => {
  const formula = formulaOf(made.name)
  const origin = originOf(formula)
  const cells = made.cells.map((cell) => {
    const [row = 0, column = 0] = cell.index
    const labels = { row: made.rows[row] ?? '', column: made.columns[column] ?? '' }
    return cellView(cell, { matrix: made.name, origin, ...labels, kinship })
  })
  const width = made.columns.length
  return {
    name: made.name,
    station: made.station,
    stationName: stations[made.station - 1]?.name ?? '',
    origin,
    formula: formulaText(formula),
    meaning: meanings[made.name],
    way: wayOf(formula),
    size: sizeText(made),
    digest: made.digest,
    rows: made.rows,
    columns: made.columns,
    cells: made.rows.map((_, i) => cells.slice(i * width, (i + 1) * width)),
    failed: cells.filter(({ standing }) => standing === 'failed').length,
    open: cells.filter(({ standing }) => standing === 'open').length,
    setting: width > mostColumns ? 'cards' : 'table',
    words: cells.some(({ text }) => text.length > passage) ? 'many' : 'few',
  }
}

/** How a product of this name is made. */
export const formulaOf = (name: ProductName): Formula =>
  products.find((product) => product.name === name)?.formula ?? { _tag: 'given' }

const sizeText = ({ cells, calls }: MadeMatrix): string => {
  const made = Object.values(calls).reduce((sum, count) => sum + count, 0)
  return [plural(cells.length, 'cell'), ...(made === 0 ? [] : [plural(made, 'call')])].join(', ')
}
