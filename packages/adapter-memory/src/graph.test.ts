import * as E from 'fp-ts/lib/Either.js'
import type { GraphNode, GraphQuery, NodeRef, Properties, Relationship } from '@chorale/core/ports/graph'
import { describe, expect, it } from 'vitest'
import { graph } from './index.js'

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }

const node = (id: string, properties: Properties = {}, label = 'Cell'): GraphNode => ({ label, id, properties })
const link = (from: NodeRef, to: NodeRef, more: Partial<Relationship> = {}): Relationship => ({
  type: 'LEADS_TO',
  from,
  to,
  properties: {},
  ...more,
})

/** A graph spoken to in short: each verb runs its effect. */
const opened = (handlers = graph()) => {
  const query = (how: Partial<Omit<GraphQuery, '_tag' | 'key'>> = {}) =>
    handlers['graph/query']({ _tag: 'graph/query', key: 'q', label: 'Cell', where: {}, ...how }, context)()
  return {
    query,
    upsert: (nodes: readonly GraphNode[], relationships: readonly Relationship[] = []) =>
      handlers['graph/upsert']({ _tag: 'graph/upsert', key: 'u', nodes, relationships }, context)(),
    ids: async (how: Partial<Omit<GraphQuery, '_tag' | 'key'>> = {}) => {
      const found = await query(how)
      return E.isRight(found) ? found.right.nodes.map(({ id }) => id) : found.left._tag
    },
  }
}

describe('a graph in memory', () => {
  it('gives back what was written, with its properties', async () => {
    const { upsert, query } = opened()
    const given = node('c1', { text: 'tide', index: [0, 1], open: true, station: 2, note: null, tags: ['a', 'b'] })
    expect(await upsert([given])).toEqual(E.right({ nodes: 1, relationships: 0 }))
    expect(await query()).toEqual(E.right({ nodes: [given], count: 1 }))
  })

  it('merges the properties of what it knows, the later value winning', async () => {
    const { upsert, query } = opened()
    await upsert([node('c1', { a: 1, b: 1 })])
    await upsert([node('c1', { b: 2, c: 2 })])
    expect(await query()).toEqual(E.right({ nodes: [node('c1', { a: 1, b: 2, c: 2 })], count: 1 }))
  })

  it('merges two nodes of one write', async () => {
    const { upsert, query } = opened()
    expect(await upsert([node('c1', { a: 1 }), node('c1', { b: 2 })])).toMatchObject({ right: { nodes: 2 } })
    expect(await query()).toEqual(E.right({ nodes: [node('c1', { a: 1, b: 2 })], count: 1 }))
  })

  it('does not change when the same is written twice', async () => {
    const { upsert, query } = opened()
    const write = () => upsert([node('c1', { a: [1, 2] }), node('c2')], [link(node('c1'), node('c2'))])
    const first = await write()
    const before = await query()
    expect(await write()).toEqual(first)
    expect(await query()).toEqual(before)
  })

  it('keeps nodes of two labels apart that have the same id', async () => {
    const { upsert, query } = opened()
    await upsert([node('x', { a: 1 }), node('x', { a: 2 }, 'Matrix')])
    expect(await query()).toEqual(E.right({ nodes: [node('x', { a: 1 })], count: 1 }))
    expect(await query({ label: 'Matrix' })).toEqual(E.right({ nodes: [node('x', { a: 2 }, 'Matrix')], count: 1 }))
  })

  it('takes a relationship whose ends come with it or were there before', async () => {
    const { upsert } = opened()
    await upsert([node('c1')])
    const both = [
      link(node('c1'), node('c2')),
      link(node('c2'), node('c2')),
      link(node('c1'), node('c2'), { key: '1' }),
    ]
    expect(await upsert([node('c2')], both)).toEqual(E.right({ nodes: 1, relationships: 3 }))
    expect(await upsert([], [link(node('c2'), node('c1'))])).toEqual(E.right({ nodes: 0, relationships: 1 }))
  })

  it('does nothing before its task is run', async () => {
    const handlers = graph()
    handlers['graph/upsert']({ _tag: 'graph/upsert', key: 'u', nodes: [node('c1')], relationships: [] }, context)
    expect(await opened(handlers).ids()).toEqual([])
  })
})

describe('a write that is refused', () => {
  const loose: readonly (readonly [string, Relationship])[] = [
    ['its first end', link(node('nobody'), node('c1'))],
    ['its second end', link(node('c1'), node('nobody'))],
    ['an end of that label', link(node('c1'), node('c1', {}, 'Matrix'))],
  ]

  it.each(loose)('leaves nothing behind when a relationship lacks %s', async (_what, bad) => {
    const { upsert, ids, query } = opened()
    await upsert([node('c1', { a: 1 })])
    const refused = await upsert([node('c1', { a: 2 }), node('c2')], [link(node('c1'), node('c2')), bad])
    expect(refused).toMatchObject({ left: { _tag: 'Rejected', retryable: false, applied: 'no', doing: 'write u' } })
    expect(await ids()).toEqual(['c1'])
    expect(await query()).toEqual(E.right({ nodes: [node('c1', { a: 1 })], count: 1 }))
  })

  const bad = 'x}) DETACH DELETE n //'
  const misnamed: readonly (readonly [string, readonly GraphNode[], readonly Relationship[]])[] = [
    ['a label', [node('c2'), node('c3', {}, bad)], []],
    ['a property', [node('c2'), node('c3', { [bad]: 1 })], []],
    ['a relationship', [node('c2')], [link(node('c1'), node('c1'), { type: bad })]],
    ["a relationship's property", [node('c2')], [link(node('c1'), node('c1'), { properties: { [bad]: 1 } })]],
  ]

  it.each(misnamed)('leaves nothing behind when the name of %s is no name', async (_what, nodes, relationships) => {
    const { upsert, ids } = opened()
    await upsert([node('c1')])
    expect(await upsert(nodes, relationships)).toMatchObject({
      left: { _tag: 'Rejected', because: `${JSON.stringify(bad)} is no name` },
    })
    expect(await ids()).toEqual(['c1'])
  })

  it.each(['', '9a', '_a', 'a-b', 'a`b', 'a'.repeat(65)])('may be one for the name %j', async (name) => {
    expect(await opened().upsert([node('c1', { [name]: 1 })])).toMatchObject({ left: { _tag: 'Rejected' } })
  })
})

describe('a query', () => {
  const full = async () => {
    const opening = opened()
    await opening.upsert([
      node('c', { station: 2, text: 'b', index: [0, 1] }),
      node('a', { station: 2, text: 'ä', index: [1, 0] }),
      node('b', { station: 10, text: 'B' }),
      node('d', { text: null }),
      node('a', { station: 2 }, 'Matrix'),
    ])
    return opening
  }

  it.each<readonly [string, Properties, readonly string[]]>([
    ['nothing', {}, ['a', 'b', 'c', 'd']],
    ['a number', { station: 2 }, ['a', 'c']],
    ['a text', { text: 'b' }, ['c']],
    ['a list', { index: [0, 1] }, ['c']],
    ['a list in another order', { index: [1, 0] }, ['a']],
    ['several', { station: 2, text: 'b' }, ['c']],
    ['what no node has', { station: 3 }, []],
    ['a number where a text stands', { text: 2 }, []],
    ['a text where a number stands', { station: '2' }, []],
    ['an id', { id: 'b' }, ['b']],
    ['an id and more', { id: 'b', station: 2 }, []],
    ['null, for what is null', { text: null }, ['d']],
    ['null, for what is absent', { station: null }, ['d']],
    ['null, for what is absent or null', { index: null }, ['b', 'd']],
    ['null, for a name that every object inherits', { constructor: null }, ['a', 'b', 'c', 'd']],
  ])('by %s finds the nodes of its label that match', async (_what, where, found) => {
    const { ids } = await full()
    expect(await ids({ where })).toEqual(found)
  })

  it.each<readonly [string | undefined, readonly string[]]>([
    [undefined, ['a', 'b', 'c', 'd']],
    ['id', ['a', 'b', 'c', 'd']],
    ['station', ['a', 'c', 'b', 'd']],
    ['text', ['b', 'c', 'a', 'd']],
    ['nothing', ['a', 'b', 'c', 'd']],
  ])('is ordered by %s, then by id, absent values last', async (orderBy, found) => {
    const { ids } = await full()
    expect(await ids(orderBy === undefined ? {} : { orderBy })).toEqual(found)
  })

  it.each([
    [0, 2, ['a', 'b']],
    [2, 2, ['c', 'd']],
    [3, 2, ['d']],
    [4, 2, []],
    [1, 0, []],
    [0, 99, ['a', 'b', 'c', 'd']],
  ])('from %d gives a page of at most %d, and the number of all', async (offset, limit, found) => {
    const { query, ids } = await full()
    expect(await ids({ offset, limit })).toEqual(found)
    expect(await query({ offset, limit })).toMatchObject({ right: { count: 4 } })
  })

  it('counts what matches, not what the label holds', async () => {
    const { query } = await full()
    expect(await query({ where: { station: 2 }, limit: 1 })).toMatchObject({
      right: { nodes: [{ id: 'a' }], count: 2 },
    })
  })

  it('finds nothing of a label that was never written', async () => {
    const { query } = await full()
    expect(await query({ label: 'Nothing' })).toEqual(E.right({ nodes: [], count: 0 }))
  })

  const bad = 'x}) DETACH DELETE n //'
  it.each<readonly [string, Partial<Omit<GraphQuery, '_tag' | 'key'>>]>([
    ['its label', { label: bad }],
    ['a property', { where: { [bad]: 1 } }],
    ['the property it is ordered by', { orderBy: bad }],
  ])('is refused when the name of %s is no name, as in every store', async (_what, how) => {
    const { query } = await full()
    expect(await query(how)).toMatchObject({ left: { _tag: 'Rejected', because: `${JSON.stringify(bad)} is no name` } })
  })
})

describe('what a graph holds', () => {
  it('does not change when what was written changes afterwards', async () => {
    const { upsert, query } = opened()
    const index = [0, 1]
    const properties: { [name: string]: number | number[] } = { a: 1, index }
    await upsert([node('c1', properties)])
    properties['a'] = 99
    index.push(99)
    expect(await query()).toEqual(E.right({ nodes: [node('c1', { a: 1, index: [0, 1] })], count: 1 }))
  })

  it('does not change when what was read changes afterwards', async () => {
    const { upsert, query } = opened()
    await upsert([node('c1', { a: 1, index: [0, 1] })])
    const page = await query()
    // A cast on purpose: a host without readonly may write into what it read.
    const [read] = (E.isRight(page) ? page.right.nodes : []) as unknown as {
      properties: { a: number; index: number[] }
    }[]
    if (read === undefined) throw new Error('nothing was read')
    read.properties.a = 99
    read.properties.index.push(99)
    expect(await query()).toEqual(E.right({ nodes: [node('c1', { a: 1, index: [0, 1] })], count: 1 }))
  })
})
