import fc from 'fast-check'
import { expect, it } from 'vitest'
import { memory } from '@chorale/adapter-memory'
import type { Interpreter } from '@chorale/core/effect'
import type { GraphEffect, GraphNode, SchemaStep, Shape } from '@chorale/core/ports/graph'
import { describeWith } from '@chorale/rig'
import { context, fresh, left, opened, right, seen } from './fresh.js'

type Store = Interpreter<GraphEffect>

const write = (store: Store, nodes: readonly GraphNode[]) =>
  store['graph/upsert']({ _tag: 'graph/upsert', key: 'k', nodes, relationships: [] }, context)()
const migrate = (store: Store, schema: string, steps: readonly SchemaStep[]) =>
  store['graph/migrate']({ _tag: 'graph/migrate', key: 'k', schema, steps }, context)()
const read = (store: Store, label: string) =>
  store['graph/query']({ _tag: 'graph/query', key: 'k', match: { label } }, context)()

describeWith('neo4j', 'schemas in Neo4j', (address) => {
  it('answer as in memory, for every sequence of migrations and writes', async () => {
    const store = opened(address)
    const shape = fc.constantFrom(['a'], ['b'], ['a', 'b'], ['b', 'a'], ['id'], ['a', 'id'], ['a', 'a'])
    const shapes = fc.array(shape, { maxLength: 2 })
    const steps = fc.array(fc.record({ unique: shapes, indexes: shapes, drop: shapes }), { maxLength: 3 })
    const value = fc.constantFrom(1, 2, '1', [1, 2], [1], null, true)
    const node = fc.record({
      id: fc.constantFrom('1', '2', '3'),
      properties: fc.dictionary(fc.constantFrom('a', 'b'), value, { noNullPrototype: true }),
    })
    const nodes = fc.uniqueArray(node, { maxLength: 3, selector: ({ id }) => id })
    const ask = fc.oneof(fc.record({ schema: fc.constantFrom('s', 't'), steps }), fc.record({ nodes }))
    await fc.assert(
      fc.asyncProperty(fc.array(ask, { minLength: 2, maxLength: 8 }), async (asks) => {
        const [label, word] = [fresh('L'), fresh('s')]
        const model = memory()
        for (const each of asks) {
          const made = (list: readonly (readonly string[])[]): Shape[] =>
            list.map((properties) => ({ label, properties }))
          const asked = (to: Store) =>
            'nodes' in each
              ? write(
                  to,
                  each.nodes.map((given) => ({ ...given, label })),
                )
              : migrate(
                  to,
                  word + each.schema,
                  each.steps.map(({ unique, indexes, drop }, i) => ({
                    ...{
                      version: i + 1,
                      about: 'a step',
                      unique: made(unique),
                      indexes: made(indexes),
                      drop: made(drop),
                    },
                  })),
                )
          expect(seen(await asked(store))).toEqual(seen(await asked(model)))
          expect(seen(await read(store, label))).toEqual(seen(await read(model, label)))
        }
        // Constraints and indexes are few in a database that others use: they go again.
        for (const schema of ['s', 't'])
          for (const version of [1, 2, 3, 4])
            await migrate(
              store,
              word + schema,
              Array.from({ length: version }, (_, i) => ({ version: i + 1, about: 'none' })),
            )
      }),
      { numRuns: Number(process.env['CHORALE_RUNS'] ?? 10) },
    )
  }, 600_000)

  it('let two nodes change their unique values round, as only what holds in the end counts', async () => {
    const store = opened(address)
    const label = fresh('L')
    right(await migrate(store, fresh('s'), [{ version: 1, about: 'names', unique: [{ label, properties: ['name'] }] }]))
    const named = (one: string, other: string) => [
      { label, id: '1', properties: { name: one, kept: 1 } },
      { label, id: '2', properties: { name: other } },
    ]
    right(await write(store, named('x', 'y')))
    right(await write(store, named('y', 'x')))
    expect(right(await read(store, label)).nodes.map(({ properties }) => properties)).toEqual([
      { name: 'y', kept: 1 },
      { name: 'x' },
    ])
    const fault = left(await write(store, [{ label, id: '3', properties: { name: 'x' } }]))
    expect(fault).toMatchObject({ _tag: 'Conflict', applied: 'no' })
    expect(right(await read(store, label)).count).toBe(2)
  }, 120_000)

  it('refuse what is too long for an index in words, and keep it without one', async () => {
    const store = opened(address)
    const label = fresh('L')
    const long = 'x'.repeat(100_000)
    right(await write(store, [{ label, id: '1', properties: { text: long } }]))
    expect(right(await read(store, label)).nodes[0]?.properties).toEqual({ text: long })
    const fault = left(await write(store, [{ label, id: long, properties: {} }]))
    expect(fault).toMatchObject({ _tag: 'Rejected', applied: 'no' })
    expect(JSON.stringify(fault).length).toBeLessThan(1000)
    expect(right(await read(store, label)).count).toBe(1)
  }, 120_000)
})
