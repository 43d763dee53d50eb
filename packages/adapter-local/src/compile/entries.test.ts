import { describe, expect, it } from 'vitest'
import { selectBodies, selectEntries, selectSent } from './entries.js'

const range = { run: 7, from: 10, to: 20 }

describe('a question for entries', () => {
  it('asks for a part of a run, from a sequence up to another', () => {
    const { sql, values } = selectEntries(range)
    expect(sql).toContain('FROM entries e LEFT JOIN labels l ON l.run = e.run AND l.id = e.label')
    expect(sql).toContain('WHERE e.run = ? AND e.sequence >= ? AND e.sequence < ?')
    expect(values).toEqual([7, 10, 20])
  })

  it('does not touch payloads: they are the greater part of what a page would have to read', () => {
    expect(selectEntries(range).sql).not.toContain('payloads')
  })

  it('asks for single ones by their sequences, with the same columns', () => {
    const columns = (sql: string): string => sql.slice(0, sql.indexOf(' WHERE '))
    expect(columns(selectSent(7, [3, 5]).sql)).toBe(columns(selectEntries(range).sql))
    expect(selectSent(7, [3, 5]).values).toEqual([7, '[3,5]'])
  })
})

describe('a question for payloads', () => {
  it('asks for all of them as bytes, in the order of their entries', () => {
    expect(selectBodies(range, 'all')).toEqual({
      sql:
        "SELECT CAST(group_concat(p.body, '') AS BLOB) AS bodies, json_group_array(length(CAST(p.body AS BLOB))) AS sizes " +
        'FROM entries e LEFT JOIN payloads p ON p.id = e.payload ' +
        'WHERE e.run = ? AND e.sequence >= ? AND e.sequence < ? AND e.payload IS NOT NULL ' +
        'GROUP BY e.sequence / 32 ORDER BY e.sequence / 32',
      values: [7, 10, 20],
    })
  })

  it('leaves those of sent entries out where a replay does not need them', () => {
    expect(selectBodies(range, 'inputs').sql).toContain('AND e.payload IS NOT NULL AND e.kind <> 4 GROUP BY')
  })
})
