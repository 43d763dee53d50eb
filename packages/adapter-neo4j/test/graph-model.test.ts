import fc from 'fast-check'
import { expect, it } from 'vitest'
import { memory } from '@chorale/adapter-memory'
import type { Condition } from '@chorale/core/ports'
import type {
  GraphDelete,
  GraphEffect,
  GraphQuery,
  GraphRelationships,
  GraphUpsert,
  Hop,
  Match,
  Merge,
  NodeRef,
  Property,
  Relationship,
} from '@chorale/core/ports/graph'
import type { Interpreter } from '@chorale/core/effect'
import { describeWith } from '@chorale/rig'
import { context, fresh, opened, right, seen } from './fresh.js'

const labels = [fresh('A'), fresh('B')] as const
const types = [fresh('T'), fresh('U')] as const

const text = fc.constantFrom(
  '',
  'a',
  'ab',
  'b',
  '1',
  'é',
  '\uffff',
  '\u{10000}',
  'a\u{1F600}',
  '\ue000x',
  'a\0',
  "it's",
  '`',
  '$p0',
)
const number = fc.constantFrom(0, -0, 1, 2, -1, 0.5, 2 ** 53 - 1, -(2 ** 53 - 1), 1e300)
const property: fc.Arbitrary<Property> = fc.oneof(
  { arbitrary: fc.nat(3), weight: 3 },
  number,
  text,
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.constantFrom(1, 2, 0.5), { maxLength: 2 }),
  fc.array(fc.constantFrom('a', '', 'b'), { maxLength: 2 }),
)
const name = fc.constantFrom('a', 'b', 'constructor')
const properties = fc.dictionary(name, property, { maxKeys: 3, noNullPrototype: true })
const ref: fc.Arbitrary<NodeRef> = fc.record({
  label: fc.constantFrom(...labels),
  id: fc.constantFrom('1', '2', '3', '4', '5', '\u{1F600}', '\uffff'),
})
const existing: fc.Arbitrary<Merge | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom<Merge[]>(
    { _tag: 'merge' },
    { _tag: 'keep' },
    { _tag: 'newer', by: 'a' },
    { _tag: 'newer', by: 'id' },
  ),
  fc.constantFrom<Merge[]>(
    { _tag: 'equal', on: ['a'] },
    { _tag: 'equal', on: ['id', 'b', 'a'] },
    { _tag: 'equal', on: [] },
  ),
)
const node = fc
  .record({ ref, properties, existing })
  .map(({ ref, properties, existing }) => ({ ...ref, properties, ...(existing === undefined ? {} : { existing }) }))
const key = fc.option(fc.constantFrom('k', 'l'), { nil: undefined })
const link: fc.Arbitrary<Relationship> = fc
  .record({ type: fc.constantFrom(...types), from: ref, to: ref, key, properties })
  .map(({ key, ...rest }) => ({ ...rest, ...(key === undefined ? {} : { key }) }))

const upsert: fc.Arbitrary<GraphUpsert> = fc
  .record({ nodes: fc.array(node, { maxLength: 6 }), relationships: fc.array(link, { maxLength: 6 }) })
  .map((given) => ({ _tag: 'graph/upsert', key: 'k', ...given }))
/** Everything at once, so that later steps meet a graph. */
const web: fc.Arbitrary<GraphUpsert> = fc.array(link, { minLength: 4, maxLength: 14 }).map((relationships) => ({
  _tag: 'graph/upsert',
  key: 'k',
  nodes: labels.flatMap((label) =>
    ['1', '2', '3', '4', '5'].map((id, i) => ({ label, id, properties: { a: i, b: id } })),
  ),
  relationships: relationships.filter(
    ({ from, to }) => from.id.length + to.id.length === 2 && /\d\d/u.test(from.id + to.id),
  ),
}))
const remove: fc.Arbitrary<GraphDelete> = fc
  .record({ nodes: fc.array(ref, { maxLength: 2 }), relationships: fc.array(link, { maxLength: 4 }) })
  .map((given) => ({ _tag: 'graph/delete', key: 'k', ...given }))

const single = fc.oneof(number, text, fc.boolean())
const named = fc.oneof(name, fc.constant('id'))
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ _tag: fc.constantFrom('eq', 'not'), name: named, value: property }),
  fc.record({ _tag: fc.constant('in'), name: named, values: fc.array(single, { maxLength: 3 }) }),
  fc.record({ _tag: fc.constantFrom('lt', 'lte', 'gt', 'gte'), name: named, value: fc.oneof(number, text) }),
  fc.record({ _tag: fc.constant('contains'), name: named, value: text }),
)
const where = fc.array(condition, { maxLength: 1 })
const matching: fc.Arbitrary<Match> = fc.record({ label: fc.constantFrom(...labels), where })
const depth = fc.tuple(fc.nat(3), fc.nat(3)).map(([a, b]) => ({ least: Math.min(a, b), most: Math.max(a, b, 1) }))
const hop: fc.Arbitrary<Hop> = fc.record(
  {
    types: fc.constantFrom([types[0]], [...types]),
    direction: fc.constantFrom('out', 'in', 'both'),
    depth,
    to: fc.record({ label: fc.constantFrom(...labels), where }, { requiredKeys: [] }),
  },
  { requiredKeys: ['types', 'direction'] },
)
const order = fc
  .record({ by: fc.oneof(named, fc.constant('distance')), descending: fc.boolean() })
  .map(({ by, descending }) => (descending ? { by, descending: true as const } : { by }))
const page = { offset: fc.nat(4), limit: fc.nat(4) }
const query: fc.Arbitrary<GraphQuery> = fc
  .record(
    { match: matching, hops: fc.array(hop, { maxLength: 2 }), orderBy: fc.array(order, { maxLength: 2 }), ...page },
    { requiredKeys: ['match'] },
  )
  .map((given) => ({ _tag: 'graph/query', key: 'k', ...given }))
const ends: fc.Arbitrary<GraphRelationships> = fc
  .record({ type: fc.constantFrom(...types), from: matching, to: matching, ...page }, { requiredKeys: ['type'] })
  .map((given) => ({ _tag: 'graph/relationships', key: 'k', ...given }))

const asked = (store: Interpreter<GraphEffect>, effect: GraphEffect) => {
  switch (effect._tag) {
    case 'graph/upsert':
      return store['graph/upsert'](effect, context)()
    case 'graph/delete':
      return store['graph/delete'](effect, context)()
    case 'graph/query':
      return store['graph/query'](effect, context)()
    case 'graph/relationships':
      return store['graph/relationships'](effect, context)()
    case 'graph/migrate':
      return store['graph/migrate'](effect, context)()
  }
}

const everything = (label: string): GraphQuery => ({ _tag: 'graph/query', key: 'k', match: { label } })

describeWith('neo4j', 'a graph in Neo4j answers as the one in memory does', (address) => {
  it('for every sequence of effects', async () => {
    const store = opened(address)
    const emptied = async () => {
      for (const label of labels) {
        const { nodes } = right(await store['graph/query'](everything(label), context)())
        right(await store['graph/delete']({ _tag: 'graph/delete', key: 'k', nodes, relationships: [] }, context)())
      }
    }
    const effect = fc.oneof<fc.WeightedArbitrary<GraphEffect>[]>(
      { arbitrary: upsert, weight: 4 },
      { arbitrary: query, weight: 6 },
      { arbitrary: ends, weight: 2 },
      { arbitrary: remove, weight: 1 },
    )
    await fc.assert(
      fc.asyncProperty(web, fc.array(effect, { maxLength: 12, size: 'max' }), async (first, effects) => {
        await emptied()
        const model = memory()
        for (const each of [first, ...effects, ...labels.map(everything)])
          expect(seen(await asked(store, each))).toEqual(seen(await asked(model, each)))
      }),
      { numRuns: Number(process.env['CHORALE_RUNS'] ?? 40) },
    )
  }, 600_000)
})
