import type { Cell, Value } from './driver.js'

/**
 * How values look in a column, so that everything the port's types allow comes back exactly as it was given, and ordinary values are plain to
 * read in any SQLite tool. What a column cannot hold by itself is kept as a text that says so.
 */

/** Begins a text that is kept as JSON, because SQLite's text functions end at NUL and UTF-8 has no lone surrogates. */
const escaped = '\u0001'

/** A method of every Node that is supported, which the language level of the types does not know yet. */
interface Formed {
  isWellFormed(): boolean
}

/** A text for a column. */
export const textIn = (text: string): string =>
  (text as unknown as Formed).isWellFormed() && !text.includes('\0') && !text.startsWith(escaped)
    ? text
    : escaped + JSON.stringify(text)

/** The text that was given. A cell that is no text has no `startsWith`: it throws, and is told as damage where rows are decoded. */
export const textOut = (cell: Cell | undefined): string => {
  // Casts after the law above: what is not a text does not come this far, and JSON of a text is a text.
  const text = cell as string
  return text.startsWith(escaped) ? (JSON.parse(text.slice(1)) as string) : text
}

/** A number for a column: an integer as it is; a fraction, negative zero or what no integer can be as `=` with its text. */
export const numberIn = (number: number): number | string =>
  Number.isSafeInteger(number) && !Object.is(number, -0) ? number : `=${Object.is(number, -0) ? '-0' : String(number)}`

/** The number that was given. */
export const numberOut = (cell: Cell | undefined): number =>
  // A cast after a check: what is neither number nor text makes `slice` throw, as above.
  typeof cell === 'number' ? cell : Number((cell as string).slice(1))

const hex = /^[0-9a-f]{64}$/u

/** A hash for a column: 32 bytes, or the text itself where it is no SHA-256 in hex. */
export const hashIn = (hash: string): Value => (hex.test(hash) ? Buffer.from(hash, 'hex') : textIn(hash))

/** SQL for a column that holds a hash, for many rows: its hex, or the text behind `=`; `hashOut` gives what was given. */
export const hashesSql = (column: string): string =>
  `CASE typeof(${column}) WHEN 'blob' THEN hex(${column}) ELSE '=' || ${column} END`

/** The hash that was given. In small letters only here: SQLite takes longer for that than for reading. */
export const hashOut = (cell: Cell | undefined): string => {
  // A cast after the law above: what is no text has no `startsWith`.
  const text = cell as string
  return text.startsWith('=') ? textOut(text.slice(1)) : text.toLowerCase()
}

/** SQL for a column that holds a hash: its hex, or the text; `textOut` gives what was given. */
export const hashSql = (column: string): string =>
  `CASE typeof(${column}) WHEN 'blob' THEN lower(hex(${column})) ELSE ${column} END`
