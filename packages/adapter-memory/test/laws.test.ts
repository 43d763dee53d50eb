import { isDeepStrictEqual } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GraphNode, Property } from '@chorale/core/ports/graph'
import { graph } from '@chorale/adapter-memory'

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }

const name = fc.constantFrom('a', 'b', 'station')
const property: fc.Arbitrary<Property> = fc.oneof(
  fc.constantFrom(null, true, false, 'x', '', 'null', '1', 1, 0),
  fc.array(fc.constantFrom(1, 2), { maxLength: 2 }),
)
const node: fc.Arbitrary<GraphNode> = fc.record({
  label: fc.constantFrom('Cell', 'Matrix'),
  id: fc.constantFrom('1', '2', '3', '10'),
  properties: fc.dictionary(name, property, { noNullPrototype: true }),
})
const writes = fc.array(fc.array(node, { maxLength: 3 }), { maxLength: 6 })
const orders = fc.constantFrom({}, { orderBy: 'id' }, { orderBy: 'a' })

const filled = async (nodes: readonly (readonly GraphNode[])[]) => {
  const store = graph()
  for (const batch of nodes)
    await store['graph/upsert']({ _tag: 'graph/upsert', key: 'u', nodes: batch, relationships: [] }, context)()
  return async (how: object = {}) => {
    const found = await store['graph/query'](
      { _tag: 'graph/query', key: 'q', label: 'Cell', where: {}, ...how },
      context,
    )()
    return E.isRight(found) ? found.right : undefined
  }
}

describe('a graph', () => {
  it('holds for each label and id the union of all that was written, the last value winning', async () => {
    await fc.assert(
      fc.asyncProperty(writes, async (batches) => {
        const model = new Map<string, GraphNode['properties']>()
        for (const { label, id, properties } of batches.flat())
          if (label === 'Cell') model.set(id, { ...model.get(id), ...properties })
        const found = await (await filled(batches))()
        expect(Object.fromEntries((found?.nodes ?? []).map(({ id, properties }) => [id, properties]))).toEqual(
          Object.fromEntries(model),
        )
      }),
    )
  })

  it('finds exactly the nodes whose properties equal those asked for, absent being null', async () => {
    await fc.assert(
      fc.asyncProperty(writes, fc.dictionary(name, property, { maxKeys: 2 }), async (batches, where) => {
        const query = await filled(batches)
        const [all, found] = [await query(), await query({ where })]
        const wanted = (all?.nodes ?? []).filter(({ properties }) =>
          Object.entries(where).every(([key, value]) => isDeepStrictEqual(properties[key] ?? null, value)),
        )
        expect(found?.nodes).toEqual(wanted)
        expect(found?.count).toBe(wanted.length)
      }),
    )
  })

  it('gives pages that make up the whole, in one order, whatever their size', async () => {
    await fc.assert(
      fc.asyncProperty(writes, fc.integer({ min: 1, max: 5 }), orders, async (batches, limit, how) => {
        const query = await filled(batches)
        const whole = await query(how)
        const pages = []
        for (let offset = 0; offset < (whole?.count ?? 0); offset += limit)
          pages.push(...((await query({ ...how, offset, limit }))?.nodes ?? []))
        expect(pages).toEqual(whole?.nodes)
      }),
    )
  })
})
