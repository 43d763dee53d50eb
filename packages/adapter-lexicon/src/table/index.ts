/** The words, their vectors and what is known of them, read from one file. */
export { decodeTable } from './decode.js'
export { loadTable, shippedTable } from './load.js'
export { dimensions, spell, vectorOf, type Candidates, type Table } from './table.js'
