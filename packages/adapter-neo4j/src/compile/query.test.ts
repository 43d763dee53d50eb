import { describe, expect, it } from 'vitest'
import { compileQuery, compileRelationships } from './query.js'

describe('a query', () => {
  it('is one statement with the number of all and a page', () => {
    const { text, parameters } = compileQuery({
      ...{ _tag: 'graph/query', key: 'k', offset: 2, limit: 3 },
      match: { label: 'Cell', where: [{ _tag: 'eq', name: 'row', value: 'x' }] },
      orderBy: [{ by: 'at', descending: true }, { by: 'distance' }],
    })
    expect(text.split('\n')).toEqual([
      'MATCH (n0:`Cell`) WHERE n0.`row` = $p0',
      'WITH n0 AS n, 0 AS d',
      'WITH collect([n, d]) AS found',
      'CALL {',
      'WITH found UNWIND found AS each',
      'WITH each[0] AS n, each[1] AS d ORDER BY n.`at` IS NULL, n.`at` DESC, d, d, labels(n)[0], n.id SKIP $p1 LIMIT $p2',
      'RETURN collect([labels(n)[0], d, properties(n)]) AS page',
      '}',
      'RETURN size(found), page',
    ])
    expect(parameters).toEqual({ p0: 'x', p1: 2n, p2: 3n })
  })

  it('walks one step by itself, and more of them by the least length of paths', () => {
    const { text } = compileQuery({
      ...{ _tag: 'graph/query', key: 'k', match: { label: 'Cell' } },
      hops: [
        { types: ['A'], direction: 'in' },
        { types: ['A', 'B'], direction: 'both', depth: { least: 2, most: 4 }, to: { label: 'State' } },
      ],
    })
    expect(text.split('\n').slice(2, -3)).toEqual([
      'MATCH (n)<-[:`A`]-(m) WHERE m <> n',
      'WITH m, min(d + 1) AS e',
      'WITH m AS n, e AS d',
      'MATCH p = (n)-[:`A`|`B`*0..4]-(m)',
      'WITH n, d, m, min(length(p)) AS s WHERE s >= 2',
      'WITH m, min(d + s) AS e',
      'WHERE m:`State`',
      'WITH m AS n, e AS d',
    ])
  })

  it('gives all of them from one list', () => {
    const { text } = compileQuery({ _tag: 'graph/query', key: 'k', match: { label: 'Cell' } })
    expect(text.split('\n').slice(2)).toEqual([
      'WITH n, d ORDER BY d, labels(n)[0], n.id',
      'WITH collect([n, d]) AS found',
      'RETURN size(found), [each IN found | [labels(each[0])[0], each[1], properties(each[0])]]',
    ])
  })

  it('asks for no more than a list can hold', () => {
    const { parameters } = compileQuery({
      ...{ _tag: 'graph/query', key: 'k', match: {}, offset: 1, limit: Number.MAX_SAFE_INTEGER },
    })
    expect(parameters).toEqual({ p0: 2n ** 31n - 1n, p1: 1n })
  })
})

describe('a reading of relationships', () => {
  it('is in the order of both ends and the key', () => {
    const { text, parameters } = compileRelationships({
      ...{ _tag: 'graph/relationships', key: 'k', type: 'USES', limit: 1 },
      to: { where: [{ _tag: 'eq', name: 'id', value: '1' }] },
    })
    expect(text.split('\n')).toEqual([
      'MATCH (a)-[r:`USES`]->(b) WHERE b.`id` = $p0',
      'WITH a, r, b ORDER BY labels(a)[0], a.id, labels(b)[0], b.id, r.key',
      'WITH collect([a, r, b]) AS found',
      'RETURN size(found), [each IN found[$p2..$p1] | [labels(each[0])[0], each[0].id, labels(each[2])[0], each[2].id, properties(each[1])]]',
    ])
    expect(parameters).toEqual({ p0: '1', p1: 1n, p2: 0n })
  })
})
