import Table from 'cli-table3'
import { products, type MadeMatrix, type ProductName, type ValleyResult } from '@chorale/core/cf14'
import { formulaText } from './report/index.js'

/** Every matrix as a table, wrapped to a width in characters. */
export const tablesOf = (result: ValleyResult, width: number): string =>
  result.matrices.map((matrix) => tableOf(matrix, width)).join('\n')

/** One matrix: its name and formula, then its grid with row and column labels. */
export const tableOf = (matrix: MadeMatrix, width: number): string => {
  const columns = matrix.columns.length + 1
  const each = Math.max(12, Math.floor((Math.max(width, 40) - columns - 1) / columns))
  const table = new Table({
    head: [matrix.name, ...matrix.columns].map(plain),
    colWidths: Array.from({ length: columns }, () => each),
    wordWrap: true,
    style: { head: [], border: [] },
  })
  matrix.contents.forEach((row, i) => table.push([matrix.rows[i] ?? '', ...row].map(plain)))
  return `\n${headingOf(matrix.name)}\n${table.toString()}`
}

/** Control characters could move the cursor or recolour the terminal: model output shows as plain text. */
const plain = (text: string): string => text.replace(/\p{Cc}/gu, ' ')

/** A matrix and what it is made from, e.g. `C = A * B`. */
const headingOf = (name: ProductName): string => {
  const formula = products.find((product) => product.name === name)?.formula ?? { _tag: 'given' }
  return `${name}${formula._tag === 'given' ? ', ' : ' = '}${formulaText(formula)}`
}
