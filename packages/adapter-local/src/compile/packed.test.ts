import { describe, expect, it } from 'vitest'
import { inserts, packed } from './packed.js'

describe('rows read as one text', () => {
  it('are packed in SQL, as bytes', () => {
    expect(packed(['a', 'b + 1'], 't WHERE a = ?')).toBe(
      'SELECT CAST(json_group_array(json_array(a, b + 1)) AS BLOB) AS packed FROM t WHERE a = ?',
    )
  })
})

describe('inserts', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, i) => [i, `row ${i}`])

  it('are none for no rows', () => {
    expect(inserts('INTO t', [])).toEqual([])
  })

  it('take a row at a time where there are few', () => {
    expect(inserts('INTO t', rows(2))).toEqual([
      { sql: 'INSERT INTO t VALUES (?, ?)', values: [0, 'row 0'] },
      { sql: 'INSERT INTO t VALUES (?, ?)', values: [1, 'row 1'] },
    ])
  })

  it.each([
    [15, 15],
    [16, 1],
    [17, 2],
    [64, 4],
    [70, 10],
  ])('take %d rows in %d statements, all of them in their order', (count, statements) => {
    const made = inserts('OR IGNORE INTO t', rows(count))
    expect(made).toHaveLength(statements)
    expect(made.flatMap(({ values }) => values)).toEqual(rows(count).flat())
    for (const { sql, values } of made) expect(sql.split('?').length - 1).toBe(values.length)
  })

  it('have two texts at most, so that each is prepared once', () => {
    expect(new Set(inserts('INTO t', rows(100)).map(({ sql }) => sql)).size).toBe(2)
  })
})
