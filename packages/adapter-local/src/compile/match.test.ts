import { describe, expect, it } from 'vitest'
import type { Condition } from '@chorale/core/ports'
import { indexName, indexSql, looksAtProperties, selectHolder, selectNumbers } from './match.js'

/** The conditions of a search for nodes. */
const narrowed = (...where: readonly Condition[]) => {
  const { sql, values } = selectNumbers({ label: 'Cell', where }, { unique: [], indexes: [] })
  return { sql: / WHERE (.*)$/u.exec(sql)?.[1], values }
}

const member = (name: string) => `replace(n.properties -> '$.${name}', '{"n":"-0"}', '0')`

describe('a search for nodes', () => {
  it('is for all where nothing is asked, and by a label where that alone is asked', () => {
    expect(selectNumbers({}, { unique: [], indexes: [] })).toEqual({
      ...{ sql: 'SELECT CAST(json_group_array(json_array(n.id)) AS BLOB) AS packed FROM nodes n', values: [] },
    })
    expect(narrowed()).toEqual({ sql: 'n.label = ?', values: ['Cell'] })
  })

  it('is narrowed by an id, also by one that a column cannot hold', () => {
    expect(narrowed({ _tag: 'eq', name: 'id', value: 'a\0' })).toEqual({
      ...{ sql: 'n.label = ? AND n.node = ?', values: ['Cell', '\u0001"a\\u0000"'] },
    })
  })

  it('is narrowed by the JSON text of a property', () => {
    expect(narrowed({ _tag: 'eq', name: 'text', value: 'a"b' }, { _tag: 'eq', name: 'list', value: [-0, 1] })).toEqual({
      sql: `n.label = ? AND ${member('text')} = ? AND ${member('list')} = ?`,
      values: ['Cell', String.raw`"a\"b"`, '[0,1]'],
    })
  })

  it('is narrowed by one of several values', () => {
    expect(narrowed({ _tag: 'in', name: 'a', values: [1, '1', true] })).toEqual({
      sql: `n.label = ? AND ${member('a')} IN (SELECT value FROM json_each(?))`,
      values: ['Cell', '["1","\\"1\\"","true"]'],
    })
  })

  it('is told which index to use: the one of which most properties from the first on are narrowed', () => {
    const shape = (...properties: readonly string[]) => ({ label: 'Cell', properties })
    const shapes = {
      unique: [shape('b'), shape('c', 'a')],
      indexes: [shape('b', 'a'), { label: 'Other', properties: ['b', 'a', 'd'] }],
    }
    const by = (...names: readonly string[]) => {
      const where = names.map((name) => ({ _tag: 'eq' as const, name, value: 'x' }))
      return /INDEXED BY "([^)]*\))/u.exec(selectNumbers({ label: 'Cell', where }, shapes).sql)?.[1]
    }
    expect([by('b'), by('a', 'b'), by('c'), by('a'), by('b', 'id'), by()]).toEqual([
      ...['unique Cell (b)', 'index Cell (b, a)', 'unique Cell (c, a)', undefined, undefined, undefined],
    ])
    const where = [{ _tag: 'eq' as const, name: 'b', value: 'x' }]
    expect(selectNumbers({ where }, shapes).sql).not.toContain('INDEXED')
    expect(selectNumbers({ label: 'Cell', where }, shapes).sql).toContain("WHERE n.label = 'Cell' AND")
  })

  it.each<Condition>([
    { _tag: 'eq', name: 'a', value: null },
    { _tag: 'eq', name: 'id', value: 5 },
    { _tag: 'in', name: 'id', values: ['a', 5] },
    { _tag: 'not', name: 'a', value: 1 },
    { _tag: 'lt', name: 'a', value: 1 },
    { _tag: 'contains', name: 'a', value: 'x' },
  ])('is not narrowed by what SQL would decide otherwise: %j', (condition) => {
    expect(narrowed(condition).sql).toBe('n.label = ?')
  })

  it('looks at properties, or at ids alone', () => {
    expect(looksAtProperties({})).toBe(false)
    expect(looksAtProperties({ where: [{ _tag: 'eq', name: 'id', value: 'x' }] })).toBe(false)
    expect(looksAtProperties({ where: [{ _tag: 'eq', name: 'a', value: 'x' }] })).toBe(true)
  })
})

describe('the index of a shape', () => {
  const shape = { label: 'Cell', properties: ['id', 'a'] }

  it('is of one label, over the JSON text of each property, and unique or not', () => {
    expect(indexSql('unique', shape)).toBe(
      `CREATE UNIQUE INDEX ${indexName('unique', shape)} ON nodes (node, ${member('a').replace('n.', '')}) WHERE label = 'Cell'`,
    )
    expect(indexSql('index', shape)).toMatch(/^CREATE INDEX "index Cell \(id, a\) [0-9a-f]{8}" ON nodes/u)
  })

  it('has a name of its own also where another differs in capitals alone', () => {
    const names = ['Cell', 'cell'].map((label) => indexName('unique', { ...shape, label }).toLowerCase())
    expect(new Set(names).size).toBe(2)
  })

  it('is asked for whoever has certain values, an id being the text it is', () => {
    expect(selectHolder(shape, ['"c1"', '1'])).toMatchObject({
      sql: expect.stringContaining(`n.label = 'Cell' AND n.node = ? AND ${member('a')} = ?`) as string,
      values: ['c1', '1'],
    })
  })
})
