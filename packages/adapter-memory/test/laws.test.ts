import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareText, holds, type Condition } from '@chorale/core/ports'
import type { GraphNode, GraphQuery, Property } from '@chorale/core/ports/graph'
import { graph } from '@chorale/adapter-memory'

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }

const name = fc.constantFrom('a', 'b', 'station')
const single = fc.constantFrom<string | number | boolean>(true, false, 'x', '', 'null', '1', 1, 0, '\uffee', '😀')
const property: fc.Arbitrary<Property> = fc.oneof(
  single,
  fc.constant(null),
  fc.array(fc.constantFrom(1, 2), { maxLength: 2 }),
)
const node: fc.Arbitrary<GraphNode> = fc.record({
  label: fc.constantFrom('Cell', 'Matrix'),
  id: fc.constantFrom('1', '2', '3', '10'),
  properties: fc.dictionary(name, property, { noNullPrototype: true }),
})
const writes = fc.array(node, { maxLength: 12 })
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ _tag: fc.constantFrom('eq' as const, 'not' as const), name, value: property }),
  fc.record({ _tag: fc.constant('in' as const), name, values: fc.array(single, { maxLength: 3 }) }),
  fc.record({
    _tag: fc.constantFrom('lt' as const, 'gte' as const),
    name,
    value: fc.constantFrom<string | number>('', '1', 0, 1),
  }),
)

/** A graph after some writes, one node each, asked in short. */
const filled = async (nodes: readonly GraphNode[], ways: readonly (readonly [string, string])[] = []) => {
  const store = graph()
  const upsert = { _tag: 'graph/upsert', key: 'u', nodes: [], relationships: [] } as const
  for (const each of nodes) await store['graph/upsert']({ ...upsert, nodes: [each] }, context)()
  const relationships = ways.map(([from, to]) => ({
    ...{
      type: 'WAY',
      from: { label: 'Cell', id: from },
      to: { label: 'Cell', id: to },
      key: `${from} ${to}`,
      properties: {},
    },
  }))
  for (const each of relationships) await store['graph/upsert']({ ...upsert, relationships: [each] }, context)()
  return async (how: Partial<Omit<GraphQuery, '_tag' | 'key'>> = {}) => {
    const found = await store['graph/query'](
      { _tag: 'graph/query', key: 'q', match: { label: 'Cell' }, ...how },
      context,
    )()
    return E.isRight(found) ? found.right : { nodes: [], count: -1 }
  }
}

describe('a graph', () => {
  it('holds for each label and id all that was written, the last value winning, without what is null', async () => {
    await fc.assert(
      fc.asyncProperty(writes, async (nodes) => {
        const model = new Map<string, GraphNode['properties']>()
        for (const { label, id, properties } of nodes)
          if (label === 'Cell') model.set(id, { ...model.get(id), ...properties })
        const wanted = [...model]
          .sort(([a], [b]) => compareText(a, b))
          .map(([id, properties]) => {
            const there = Object.entries(properties).filter(([, value]) => value !== null)
            return { label: 'Cell', id, properties: Object.fromEntries(there), distance: 0 }
          })
        expect(await (await filled(nodes))()).toEqual({ nodes: wanted, count: wanted.length })
      }),
    )
  })

  it('finds exactly the nodes of which all conditions hold', async () => {
    await fc.assert(
      fc.asyncProperty(writes, fc.array(condition, { maxLength: 2 }), async (nodes, where) => {
        const query = await filled(nodes)
        const all = await query()
        const wanted = all.nodes.filter(({ properties }) =>
          where.every((each) => holds(each, properties[each.name] ?? null)),
        )
        expect(await query({ match: { label: 'Cell', where } })).toEqual({ nodes: wanted, count: wanted.length })
      }),
    )
  })

  it('gives pages that make up the whole, in one order, whatever their size', async () => {
    const orders = fc.array(fc.record({ by: name, descending: fc.constant(true as const) }, { requiredKeys: ['by'] }), {
      maxLength: 2,
    })
    await fc.assert(
      fc.asyncProperty(writes, fc.integer({ min: 1, max: 5 }), orders, async (nodes, limit, orderBy) => {
        const query = await filled(nodes)
        const whole = await query({ orderBy })
        const pages = []
        for (let offset = 0; offset < whole.count; offset += limit)
          pages.push(...(await query({ orderBy, offset, limit })).nodes)
        expect(pages).toEqual(whole.nodes)
      }),
    )
  })

  it('reaches exactly what the shortest ways of a naive search reach', async () => {
    const ids = ['0', '1', '2', '3', '4', '5']
    const ways = fc.uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), {
      selector: String,
      maxLength: 14,
    })
    const depth = fc
      .tuple(fc.nat(3), fc.integer({ min: 1, max: 5 }))
      .map(([a, b]) => ({ least: Math.min(a, b), most: b }))
    await fc.assert(
      fc.asyncProperty(
        ways,
        depth,
        fc.constantFrom('out' as const, 'in' as const, 'both' as const),
        async (list, { least, most }, direction) => {
          const query = await filled(
            ids.map((id) => ({ label: 'Cell', id, properties: {} })),
            list,
          )
          const steps = (from: string, to: string): boolean =>
            list.some(
              ([a, b]) =>
                (direction !== 'in' && a === from && b === to) || (direction !== 'out' && b === from && a === to),
            )
          // Distances by relaxing every pair as often as there are nodes.
          const far = new Map(ids.map((id) => [id, id === '0' ? 0 : Infinity]))
          for (let round = 0; round < ids.length; round += 1)
            for (const a of ids)
              for (const b of ids)
                if (steps(a, b)) far.set(b, Math.min(far.get(b) ?? Infinity, (far.get(a) ?? Infinity) + 1))
          const wanted = [...far]
            .filter(([, n]) => n >= least && n <= most)
            .sort(([a, n], [b, m]) => n - m || compareText(a, b))
          const match = { label: 'Cell', where: [{ _tag: 'eq', name: 'id', value: '0' }] } as const
          const found = await query({ match, hops: [{ types: ['WAY'], direction, depth: { least, most } }] })
          expect(found.nodes.map(({ id, distance }) => [id, distance])).toEqual(wanted)
        },
      ),
    )
  })
})
