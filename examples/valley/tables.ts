import Table from 'cli-table3'
import { products, type Formula, type MadeMatrix, type ValleyResult } from '@chorale/core/cf14'

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
  return `\n${formulaOf(matrix.name)}\n${table.toString()}`
}

/** Control characters could move the cursor or recolour the terminal: model output shows as plain text. */
const plain = (text: string): string => text.replace(/\p{Cc}/gu, ' ')

/** A matrix and what it is made from, e.g. `C = A * B`. */
export const formulaOf = (name: string): string => {
  const formula = products.find((product) => product.name === name)?.formula
  return formula === undefined ? name : `${name}${madeFrom(formula)}`
}

const madeFrom = (formula: Formula): string => {
  switch (formula._tag) {
    case 'given':
      return ', given'
    case 'dot':
      return ` = ${formula.left} * ${formula.right}`
    case 'elementwise':
      return ` = ${formula.left} ⊙ ${formula.right}`
    case 'sentence':
      return ` = ${formula.left} + ${formula.right}`
    case 'cross':
      return ` = ${formula.left} x ${formula.right}`
    case 'shift':
      return ` = ${formula.source} shifted from verification to validation`
    case 'truncation':
      return ` = ${formula.source} without its last row`
    case 'transposition':
      return ` = ${formula.source} transposed`
    case 'lastRow':
      return ` = last row of ${formula.source}`
    case 'lastElement':
      return ` = last element of ${formula.source}`
  }
}
