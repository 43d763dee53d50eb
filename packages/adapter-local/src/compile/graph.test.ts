import { describe, expect, it } from 'vitest'
import type { GraphQuery, Properties } from '@chorale/core/ports/graph'
import { looksAtProperties, selectCandidates, selectNode, selectRelationship } from './graph.js'

const query = (where: Properties, more: Partial<GraphQuery> = {}): GraphQuery => ({
  ...{ _tag: 'graph/query', key: 'q', label: 'Cell', where, ...more },
})

/** The conditions behind the label and the number. */
const narrowed = (where: Properties) => {
  const { sql, values } = selectCandidates(query(where), 0, 9)
  return { sql: /n\.id > \?(.*) ORDER BY/u.exec(sql)?.[1], values: values.slice(2, -1) }
}

describe('a query for nodes', () => {
  it('reads ids alone where nothing else is looked at', () => {
    expect(selectCandidates(query({}), 3, 9)).toEqual({
      sql:
        'SELECT CAST(json_group_array(json_array(id, node, properties)) AS BLOB) AS packed FROM ' +
        '(SELECT n.id, n.node, NULL AS properties FROM nodes n WHERE n.label = ? AND n.id > ? ORDER BY n.id LIMIT ?)',
      values: ['Cell', 3, 9],
    })
  })

  it.each<readonly [string, GraphQuery, boolean]>([
    ['nothing', query({}), false],
    ['ids', query({ id: 'x' }, { orderBy: 'id' }), false],
    ['a property', query({ a: 1 }), true],
    ['an order', query({}, { orderBy: 'a' }), true],
  ])('looks at properties or not: %s', (_what, given, looks) => {
    expect(looksAtProperties(given)).toBe(looks)
    expect(selectCandidates(given, 0, 9).sql.includes('n.properties AS properties')).toBe(looks)
  })

  it('is narrowed by the text of a member, in the middle or at the end', () => {
    expect(narrowed({ station: 2, text: 'a"b' })).toEqual({
      sql: ' AND (instr(n.properties, ?) OR instr(n.properties, ?)) AND (instr(n.properties, ?) OR instr(n.properties, ?))',
      values: ['"station":2,', '"station":2}', String.raw`"text":"a\"b",`, String.raw`"text":"a\"b"}`],
    })
  })

  it('is narrowed by an id', () => {
    expect(narrowed({ id: 'c1' })).toEqual({ sql: ' AND n.node = ?', values: ['c1'] })
  })

  it.each<readonly [string, Properties]>([
    ['null, which equals absent', { a: null }],
    ['zero, which equals negative zero', { a: 0 }],
    ['negative zero', { a: -0 }],
    ['a list with zero in it', { a: [1, 0] }],
    ['what is no number, which equals null', { a: NaN }],
    ['an id that is no text', { id: 5 }],
  ])('is not narrowed by %s', (_what, where) => {
    expect(narrowed(where)).toEqual({ sql: '', values: [] })
  })
})

describe('what is found by its key', () => {
  it('is a node by label and id', () => {
    expect(selectNode({ label: 'Cell', id: 'a\0' }).values).toEqual(['Cell', '\u0001"a\\u0000"'])
  })

  it('is a relationship by type, ends and key, a key that is absent being a value of its own', () => {
    const link = { type: 'LEADS_TO', from: { label: 'A', id: '1' }, to: { label: 'A', id: '2' }, properties: {} }
    expect(selectRelationship(link, { source: 1, target: 2 }).values).toEqual(['LEADS_TO', 1, 2, null])
    expect(selectRelationship({ ...link, key: '' }, { source: 1, target: 2 }).values).toEqual(['LEADS_TO', 1, 2, ''])
  })
})
