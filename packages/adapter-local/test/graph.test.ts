import { describe, expect, it } from 'vitest'
import type { GraphNode, Properties, Relationship } from '@chorale/core/ports/graph'
import { packed } from '../src/compile/packed.js'
import { connect } from '../src/driver.js'
import { databaseOf, freshDirectory, opened } from './fresh.js'
import { right, said } from './said.js'

const node = (id: string, properties: Properties = {}, label = 'Cell'): GraphNode => ({ label, id, properties })
const link = (key?: string, properties: Properties = {}): Relationship => ({
  ...{ type: 'LEADS_TO', from: node('c1'), to: node('c2'), properties },
  ...(key === undefined ? {} : { key }),
})

const linksIn = (directory: string) => {
  const connection = connect(databaseOf(directory))
  const rows = connection.read({
    sql: packed(['type', 'source', 'target', 'key', 'properties'], 'relationships_view'),
    values: [],
  })
  connection.close()
  return rows
}

describe('relationships', () => {
  it('of one type between the same ends are one, with all their properties, the later value winning', async () => {
    const directory = freshDirectory()
    const { upsert } = said(opened(directory))
    right(await upsert([node('c1'), node('c2')], [link(undefined, { a: 1, b: 1 })]))
    right(await upsert([], [link(undefined, { b: 2, c: 2 }), link(undefined, { d: 3 })]))
    expect(linksIn(directory)).toEqual([['LEADS_TO', 'c1', 'c2', null, '{"a":1,"b":2,"c":2,"d":3}']])
  })

  it('are one for each key, an empty key being another than none', async () => {
    const directory = freshDirectory()
    const { upsert } = said(opened(directory))
    right(await upsert([node('c1'), node('c2')], [link(), link(''), link('1'), link('2'), link('1'), link('')]))
    expect(linksIn(directory).map(([, , , key]) => key)).toEqual([null, '', '1', '2'])
  })

  it('that lack an end leave nothing of their write behind', async () => {
    const directory = freshDirectory()
    const { upsert, query } = said(opened(directory))
    const loose = { ...link(), to: node('nobody') }
    expect(await upsert([node('c1'), node('c2')], [link(), loose])).toMatchObject({
      left: { _tag: 'Rejected', applied: 'no', because: 'there is no Cell nobody' },
    })
    expect(right(await query()).count).toBe(0)
    expect(linksIn(directory)).toEqual([])
  })
})

describe('a query', () => {
  it('orders ids by code unit, not by code point', async () => {
    const { upsert, query } = said(opened())
    right(await upsert(['\uffff', '😀', 'a', 'B', ''].map((id) => node(id))))
    expect(right(await query()).nodes.map(({ id }) => id)).toEqual(['', 'B', 'a', '😀', '\uffff'])
  })

  it('takes zero and negative zero for one number, and gives each back as it was', async () => {
    const { upsert, query } = said(opened())
    right(await upsert([node('c1', { a: 0 }), node('c2', { a: -0 }), node('c3', { a: [1, -0] })]))
    for (const a of [0, -0])
      expect(right(await query({ where: { a } })).nodes).toEqual([node('c1', { a: 0 }), node('c2', { a: -0 })])
    expect(right(await query({ where: { a: [1, 0] } })).nodes).toEqual([node('c3', { a: [1, -0] })])
  })

  it('reads labels of more nodes than are packed at once, in pages', async () => {
    const { upsert, query } = said(opened())
    const nodes = Array.from({ length: 5200 }, (_, i) => node(String(i).padStart(5, '0'), { i, even: i % 2 === 0 }))
    right(await upsert(nodes))
    expect(right(await query({ offset: 5198, limit: 5 }))).toEqual({ nodes: nodes.slice(5198), count: 5200 })
    expect(right(await query({ where: { even: true }, orderBy: 'i', offset: 2599 }))).toEqual({
      ...{ nodes: nodes.slice(5198, 5199), count: 2600 },
    })
  })
})
