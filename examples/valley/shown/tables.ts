import Table from 'cli-table3'
import { products, type MadeMatrix, type ProductName, type ValleyResult } from '@chorale/core/cf14'
import { formulaText } from '../report/index.js'

/** Every matrix as a table, wrapped to a width in characters. */
export const tablesOf = (result: ValleyResult, width: number): string =>
  result.matrices.map((matrix) => tableOf(matrix, width)).join('\n')

/** One matrix: its name and formula, then its grid with row and column labels; a long single row stands upright. */
export const tableOf = (matrix: MadeMatrix, width: number): string => {
  const { name, rows, columns } = matrix
  const texts = matrix.cells.map(textOf)
  const upright = rows.length === 1 && columns.length > WIDE
  const body = upright
    ? columns.map((label, i) => [label, texts[i] ?? ''])
    : rows.map((label, i) => [label, ...texts.slice(i * columns.length, (i + 1) * columns.length)])
  return `\n${headingOf(name)}\n${drawn({ head: [name, ...(upright ? rows : columns)], body }, width)}`
}

/** More columns than words fit beside one another. */
const WIDE = 6

const drawn = (
  { head, body }: { readonly head: readonly string[]; readonly body: readonly (readonly string[])[] },
  width: number,
): string => {
  const each = Math.max(12, Math.floor((Math.max(width, 40) - head.length - 1) / head.length))
  const table = new Table({
    head: head.map(plain),
    colWidths: head.map(() => each),
    wordWrap: true,
    style: { head: [], border: [] },
  })
  for (const row of body) table.push(row.map(plain))
  return table.toString()
}

/** A failed cell has no meaning to show yet. */
const textOf = ({ content, failure }: MadeMatrix['cells'][number]): string =>
  failure === undefined ? content : `(failed at ${failure.stage})`

/** Control characters could move the cursor or recolour the terminal: model output shows as plain text. */
const plain = (text: string): string => text.replace(/\p{Cc}/gu, ' ')

/** A matrix and what it is made from, e.g. `C = A * B`. */
const headingOf = (name: ProductName): string => {
  const formula = products.find((product) => product.name === name)?.formula ?? { _tag: 'given' }
  return `${name}${formula._tag === 'given' ? ', ' : ' = '}${formulaText(formula)}`
}
