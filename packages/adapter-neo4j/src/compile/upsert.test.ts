import { describe, expect, it } from 'vitest'
import type { GraphUpsert, NodeWrite } from '@chorale/core/ports/graph'
import { compileDelete } from './delete.js'
import { compileUpsert } from './upsert.js'

const node = (id: string, more: Partial<NodeWrite> = {}): NodeWrite => ({
  label: 'Cell',
  id,
  properties: { n: 1 },
  ...more,
})
const upsert = (nodes: readonly NodeWrite[], relationships: GraphUpsert['relationships'] = []) =>
  compileUpsert({ _tag: 'graph/upsert', key: 'k', nodes, relationships }, 2)

describe('an upsert', () => {
  it('writes nodes of one label and rule together, sorted, so many at a time', () => {
    const { nodes, labels } = upsert([node('c'), node('a'), node('b'), node('d', { label: 'Axis' })])
    expect(labels).toEqual(['Axis', 'Cell'])
    expect(nodes.map(({ parameters }) => (parameters['rows'] as { id: string }[]).map(({ id }) => id))).toEqual([
      ['d'],
      ['a', 'b'],
      ['c'],
    ])
    expect(nodes[1]).toEqual({
      text: 'UNWIND $rows AS row\nMERGE (n:`Cell` {id: row.id})\nSET n += row.properties',
      parameters: {
        rows: [
          { id: 'a', at: 1n, properties: { n: 1n } },
          { id: 'b', at: 2n, properties: { n: 1n } },
        ],
      },
    })
  })

  it.each<readonly [NodeWrite['existing'] & object, string]>([
    [{ _tag: 'keep' }, 'ON CREATE SET n += row.properties'],
    [{ _tag: 'newer', by: 'n' }, 'WITH n, row WHERE NOT coalesce(n.`n` > row.bound, false)\nSET n += row.properties'],
  ])('has a statement for the rule %j', (existing, text) => {
    const { nodes } = upsert([node('a', { existing })])
    expect(nodes.map((statement) => statement.text)).toEqual([
      `UNWIND $rows AS row\nMERGE (n:\`Cell\` {id: row.id})\n${text}`,
    ])
  })

  it('takes what is no number for older than every number', () => {
    const rule = { existing: { _tag: 'newer', by: 'n' } } as const
    const { nodes } = upsert([node('a', rule), node('b', { ...rule, properties: { n: 'x' } })])
    expect(nodes[0]?.parameters['rows']).toMatchObject([{ bound: 1 }, { bound: -Infinity }])
  })

  it('compares by name what must be equal; an id always is', () => {
    const { nodes } = upsert([node('a', { existing: { _tag: 'equal', on: ['id', 'n'] } })])
    expect(nodes[0]?.parameters['on']).toEqual(['n'])
    expect(nodes[0]?.text).not.toContain('`n`')
  })

  it('locks all that is there, asks for the ends that do not come along, each once, and counts the relationships that found theirs', () => {
    const to = { label: 'Cell', id: 'z' }
    const links = ['a', 'b'].map((id) => ({ type: 'USES', from: { label: 'Cell', id }, to, properties: {} }))
    const { ends, relationships } = upsert([node('a')], links)
    expect(ends.map(({ parameters }) => parameters['rows'])).toEqual([
      [
        { id: 'a', at: null },
        { id: 'b', at: 2n },
      ],
      [{ id: 'z', at: 1n }],
    ])
    expect(relationships).toHaveLength(1)
    expect(relationships[0]?.rows).toBe(2)
    expect(relationships[0]?.statement.text).toContain('MERGE (a)-[r:`USES` {key: row.key}]->(b)')
  })
})

describe('a deletion', () => {
  it('takes relationships first, and each thing once', () => {
    const link = { type: 'USES', from: { label: 'Cell', id: 'a' }, to: { label: 'Cell', id: 'b' } }
    const nodes = [node('b'), node('a'), node('a')]
    const statements = compileDelete({ _tag: 'graph/delete', key: 'k', nodes, relationships: [link, link] }, 10)
    expect(statements.map(({ parameters }) => parameters['rows'])).toEqual([
      [{ from: 'a', to: 'b', key: '' }],
      [{ id: 'a' }, { id: 'b' }],
    ])
    expect(statements.map(({ text }) => text.split('\n').at(-1))).toEqual(['DELETE r', 'DETACH DELETE n'])
  })
})
