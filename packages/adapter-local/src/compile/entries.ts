import { hashesSql } from '../column.js'
import type { Request } from '../driver.js'
import { kinds } from '../schema.js'
import { packed } from './packed.js'

/** A part of a run: from a sequence up to, but without, another. */
export interface Range {
  readonly run: number
  readonly from: number
  readonly to: number
}

const columns: readonly string[] = [
  ...['e.sequence', 'e.at', 'e.kind', 'e.sent', 'e.key', 'l.tag', 'l.labels', hashesSql('e.digest')],
  ...['e.attempts', 'e.cost', 'e.input', 'e.cached', 'e.output', 'e.reasoning'],
  ...['e.source_run', 'e.source_sequence', 'e.payload', hashesSql('e.payload_hash'), hashesSql('e.hash')],
]

const labelled = 'entries e LEFT JOIN labels l ON l.run = e.run AND l.id = e.label'

/** Entries without their payloads. */
export const selectEntries = ({ run, from, to }: Range): Request => ({
  sql: packed(columns, `${labelled} WHERE e.run = ? AND e.sequence >= ? AND e.sequence < ?`),
  values: [run, from, to],
})

/** Entries of a run by their sequences, for what other entries share with them. */
export const selectSent = (run: number, sequences: readonly number[]): Request => ({
  sql: packed(columns, `${labelled} WHERE e.run = ? AND e.sequence IN (SELECT value FROM json_each(?))`),
  values: [run, JSON.stringify(sequences)],
})

/** Payloads that come in one row: half the time of a row for each, and together not as long as the longest a text can be. */
const together = 32

/** The payloads of the entries that have one, in their order, end to end with their sizes; `inputs` leaves those of `sent` entries out. */
export const selectBodies = ({ run, from, to }: Range, payloads: 'all' | 'inputs'): Request => ({
  sql:
    "SELECT CAST(group_concat(p.body, '') AS BLOB) AS bodies, json_group_array(length(CAST(p.body AS BLOB))) AS sizes " +
    'FROM entries e LEFT JOIN payloads p ON p.id = e.payload ' +
    'WHERE e.run = ? AND e.sequence >= ? AND e.sequence < ? AND e.payload IS NOT NULL' +
    `${payloads === 'all' ? '' : ` AND e.kind <> ${kinds.indexOf('sent')}`} ` +
    `GROUP BY e.sequence / ${together} ORDER BY e.sequence / ${together}`,
  values: [run, from, to],
})
