import type { GraphDelete } from '@chorale/core/ports/graph'
import type { Statement } from '../driver.js'
import { quoted } from './quoted.js'
import { batches, byText, grouped, lines } from './upsert.js'

/** Statements of a deletion that was checked: relationships first, so that none is counted with its node that was named by itself. */
export const compileDelete = ({ nodes, relationships }: GraphDelete, batchRows: number): readonly Statement[] => [
  ...grouped(relationships, ({ type, from, to }) => JSON.stringify([type, from.label, to.label])).flatMap((group) => {
    const [{ type, from, to }] = group
    const text = lines(
      'UNWIND $rows AS row',
      `MATCH (:${quoted(from.label)} {id: row.from})-[r:${quoted(type)} {key: row.key}]->(:${quoted(to.label)} {id: row.to})`,
      'DELETE r',
    )
    const rows = group.map((link) => ({ from: link.from.id, to: link.to.id, key: link.key ?? '' }))
    return statements(text, once(rows), batchRows)
  }),
  ...grouped(nodes, ({ label }) => label).flatMap((group) => {
    const text = lines('UNWIND $rows AS row', `MATCH (n:${quoted(group[0].label)} {id: row.id})`, 'DETACH DELETE n')
    return statements(text, once(group.map(({ id }) => ({ id }))), batchRows)
  }),
]

type Rows = readonly { readonly [name: string]: string }[]

const statements = (text: string, rows: Rows, batchRows: number): readonly Statement[] =>
  batches(rows, batchRows).map((batch) => ({ text, parameters: { rows: batch } }))

/** Each once, in an order that is always the same. */
const once = (rows: Rows): Rows =>
  byText([...new Map(rows.map((row) => [JSON.stringify(row), row])).values()], (row) => JSON.stringify(row))
