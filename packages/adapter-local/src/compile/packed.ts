import type { Request, Value } from '../driver.js'

/**
 * Reads rows as one JSON text. A value that crosses from SQLite to JavaScript by itself costs as much as reading it (24,000 entries of 20
 * columns: 130 ms by column, 75 ms packed), and bytes can be checked to be UTF-8 before anybody takes them for text.
 */
export const packed = (columns: readonly string[], from: string): string =>
  `SELECT CAST(json_group_array(json_array(${columns.join(', ')})) AS BLOB) AS packed FROM ${from}`

/** How many rows one statement inserts, where there are as many. */
const most = 16

/** Inserts of rows of one width, several to a statement: a statement costs as much as five rows of it. */
export const inserts = (into: string, rows: readonly (readonly Value[])[]): readonly Request[] => {
  const width = rows[0]?.length ?? 0
  const [many, one] = [insert(into, most, width), insert(into, 1, width)]
  const made: Request[] = []
  for (let from = 0; from < rows.length;) {
    const isMany = rows.length - from >= most
    const values: Value[] = []
    const to = from + (isMany ? most : 1)
    for (; from < to; from += 1) values.push(...(rows[from] ?? []))
    made.push({ sql: isMany ? many : one, values })
  }
  return made
}

const insert = (into: string, count: number, width: number): string => {
  const row = `(${'?, '.repeat(Math.max(0, width - 1))}?)`
  return `INSERT ${into} VALUES ${`${row}, `.repeat(count - 1)}${row}`
}
