import { describe, expect, it } from 'vitest'
import type { GraphNode, NodeRef, Properties, Relationship } from '@chorale/core/ports/graph'
import { selectNumbers } from '../src/compile/match.js'
import { packed } from '../src/compile/packed.js'
import { connect } from '../src/driver.js'
import { databaseOf, freshDirectory, opened } from './fresh.js'
import { planOf } from './plan.js'
import { right, said } from './said.js'

const node = (id: string, properties: Properties = {}, label = 'Cell'): GraphNode => ({ label, id, properties })
const ref = (id: string): NodeRef => ({ label: 'Cell', id })
const link = (from: string, to: string, more: Partial<Relationship> = {}): Relationship => ({
  ...{ type: 'LEADS_TO', from: ref(from), to: ref(to), properties: {}, ...more },
})

/** What stands in the tables themselves. */
const asked = (directory: string, columns: readonly string[], from: string) => {
  const connection = connect(databaseOf(directory))
  const rows = connection.read({ sql: packed(columns, from), values: [] })
  connection.close()
  return rows
}

describe('what is written', () => {
  it('is in the tables as plain text, without what is null', async () => {
    const directory = freshDirectory()
    const { upsert } = said(opened(directory))
    right(await upsert([node('c1', { text: 'tide', note: null }), node('c2')], [link('c1', 'c2', { key: 'k' })]))
    right(await upsert([], [link('c1', 'c2', { key: 'k', properties: { a: 1, b: null } })]))
    expect(asked(directory, ['label', 'node', 'properties'], 'nodes')).toEqual([
      ['Cell', 'c1', '{"text":"tide"}'],
      ['Cell', 'c2', '{}'],
    ])
    expect(asked(directory, ['type', 'source', 'target', 'key', 'properties'], 'relationships_view')).toEqual([
      ['LEADS_TO', 'c1', 'c2', 'k', '{"a":1}'],
    ])
  })

  it('leaves nothing of itself behind where a relationship lacks an end', async () => {
    const directory = freshDirectory()
    const { upsert } = said(opened(directory))
    expect(await upsert([node('c1'), node('c2')], [link('c1', 'c2'), link('c1', 'nobody')])).toMatchObject({
      left: { _tag: 'Rejected', applied: 'no', because: 'relationships[1].to: there is no Cell nobody' },
    })
    expect(asked(directory, ['id'], 'nodes')).toEqual([])
    expect(asked(directory, ['id'], 'relationships')).toEqual([])
  })

  it('is deleted with what leads to it and away from it, and nothing else', async () => {
    const directory = freshDirectory()
    const { upsert, remove } = said(opened(directory))
    const links = [
      ...[link('c1', 'c2'), link('c2', 'c1', { type: 'B' }), link('c1', 'c1', { type: 'A' })],
      ...[link('c2', 'c3'), link('c3', 'c1', { key: 'k' })],
    ]
    right(
      await upsert(
        ['c1', 'c2', 'c3'].map((id) => node(id)),
        links,
      ),
    )
    expect(right(await remove([ref('c1'), ref('c1'), ref('nobody')], [link('c2', 'c3'), link('c2', 'c3')]))).toEqual({
      ...{ nodes: 1, relationships: 5 },
    })
    expect(asked(directory, ['node'], 'nodes')).toEqual([['c2'], ['c3']])
    expect(asked(directory, ['id'], 'relationships')).toEqual([])
  })
})

describe('a query', () => {
  it('of more nodes than travel in one pack is answered whole', async () => {
    const { upsert, query } = said(opened())
    const nodes = Array.from({ length: 5200 }, (_, i) => node(String(i).padStart(5, '0'), { i, even: i % 2 === 0 }))
    const chain = nodes.slice(1).map(({ id }, i) => link(String(i).padStart(5, '0'), id))
    right(await upsert(nodes, chain))
    const found = (list: readonly GraphNode[], distance = 0) => list.map((each) => ({ ...each, distance }))
    expect(right(await query({ offset: 5198, limit: 5 }))).toEqual({ nodes: found(nodes.slice(5198)), count: 5200 })
    expect(
      right(
        await query({
          match: { label: 'Cell', where: [{ _tag: 'eq', name: 'even', value: true }] },
          ...{ orderBy: [{ by: 'i' }], offset: 2599 },
        }),
      ),
    ).toEqual({ nodes: found(nodes.slice(5198, 5199)), count: 2600 })
    const away = right(await query({ hops: [{ types: ['LEADS_TO'], direction: 'in' }], limit: 1, offset: 5198 }))
    expect(away).toEqual({ nodes: found(nodes.slice(5198, 5199), 1), count: 5199 })
  })

  it('of one thing finds what was written between two of them by another store', async () => {
    const directory = freshDirectory()
    const [a, b] = [said(opened(directory)), said(opened(directory))]
    const hops = [{ types: ['LEADS_TO'], direction: 'out' as const, depth: { least: 1, most: 5 } }]
    const from1 = { match: { where: [{ _tag: 'eq' as const, name: 'id', value: 'c1' }] }, hops }
    right(await a.upsert([node('c1'), node('c2')], [link('c1', 'c2')]))
    expect(right(await b.query(from1)).nodes.map(({ id }) => id)).toEqual(['c2'])
    right(await a.upsert([node('c3', { a: 1 })], [link('c2', 'c3')]))
    expect(right(await b.query(from1)).nodes).toEqual([
      { ...node('c2'), distance: 1 },
      { ...node('c3', { a: 1 }), distance: 2 },
    ])
  })
})

const unique = { version: 1, about: 'texts differ', unique: [{ label: 'Cell', properties: ['text'] }] as const }
const indexed = { version: 2, about: 'stations', indexes: [{ label: 'Cell', properties: ['station'] }] as const }

describe('a schema', () => {
  it('holds for every store on the directory, also for one that was open before', async () => {
    const directory = freshDirectory()
    const [a, b] = [said(opened(directory)), said(opened(directory))]
    right(await b.upsert([node('c1', { text: 'tide' })]))
    expect(right(await a.migrate([unique]))).toEqual({ from: 0, to: 1 })
    const refused = { left: { _tag: 'Conflict', because: 'Cell c1 and c2 have the same text' } }
    expect(await b.upsert([node('c2', { text: 'tide' })])).toMatchObject(refused)
    expect(await said(opened(directory)).upsert([node('c2', { text: 'tide' })])).toMatchObject(refused)
    expect(right(await b.migrate([unique, indexed]))).toEqual({ from: 1, to: 2 })
    expect(await a.migrate([unique])).toMatchObject({ left: { _tag: 'Rejected' } })
  })

  it('lets two nodes swap in one write what only one can have, and nobody keep it', async () => {
    const { upsert, migrate, query } = said(opened())
    right(await migrate([unique]))
    right(await upsert([node('c1', { text: 'a' }), node('c2', { text: 'b' })]))
    right(await upsert([node('c1', { text: 'b' }), node('c2', { text: 'a' })]))
    right(await upsert([node('c3', { text: 'b' }), node('c1', { text: 'c' })]))
    expect(right(await query()).nodes.map(({ properties }) => properties)).toEqual(
      ['c', 'a', 'b'].map((text) => ({ text })),
    )
    expect(await upsert([node('c4', { text: 'd' }), node('c5', { text: 'd' })])).toMatchObject({
      left: { _tag: 'Conflict', because: 'Cell c4 and c5 have the same text' },
    })
  })

  it('is held by SQLite itself: whoever writes past this code cannot break it', async () => {
    const directory = freshDirectory()
    const { upsert, migrate } = said(opened(directory))
    right(await migrate([unique]))
    right(await upsert([node('c1', { text: 'a', zero: -0 })]))
    const connection = connect(databaseOf(directory))
    expect(() =>
      connection.exec(`INSERT INTO nodes (label, node, properties) VALUES ('Cell', 'c2', '{"text":"a"}')`),
    ).toThrow('UNIQUE')
    connection.close()
  })

  it('makes its indexes once, uses them, and drops those that no schema asks for any more', async () => {
    const directory = freshDirectory()
    const { migrate } = said(opened(directory))
    const names = () =>
      asked(directory, ['name'], "sqlite_schema WHERE name GLOB 'unique *' OR name GLOB 'index *'").flat()
    right(await migrate([unique, indexed]))
    right(await migrate([unique, indexed], 'other'))
    expect(names()).toHaveLength(2)
    const shapes = { unique: unique.unique, indexes: indexed.indexes }
    const plan = (name: string, many: number) =>
      planOf(
        databaseOf(directory),
        selectNumbers({ label: 'Cell', where: [{ _tag: 'in', name, values: Array<string>(many).fill('a') }] }, shapes),
      )
    for (const many of [1, 2, 100]) {
      expect(plan('text', many)).toMatch(/SEARCH n USING INDEX unique Cell \(text\) \w+ \(<expr>=\?\)/u)
      expect(plan('station', many)).toMatch(/SEARCH n USING INDEX index Cell \(station\) \w+ \(<expr>=\?\)/u)
    }
    const dropping = { version: 3, about: 'no more', drop: [...unique.unique, ...indexed.indexes] }
    right(await migrate([unique, indexed, dropping]))
    expect(names()).toHaveLength(2)
    right(await migrate([unique, indexed, dropping], 'other'))
    expect(names()).toEqual([])
  })
})
