import fc from 'fast-check'
import type { Condition } from '@chorale/core/ports'
import type { Hop, Match, Merge, NodeWrite, Order, Property, Relationship, SchemaStep } from '@chorale/core/ports/graph'
import { formed, text, type Ask } from './ask.js'

const rarely = <A, B>(usual: fc.Arbitrary<A>, odd: fc.Arbitrary<B>): fc.Arbitrary<A | B> =>
  fc.oneof({ arbitrary: usual, weight: 80 }, { arbitrary: odd, weight: 1 })

const property: fc.Arbitrary<Property> = fc.oneof(
  { arbitrary: fc.constantFrom<Property[]>(1, 2, 0, -0, null, '1', 'x', true), weight: 5 },
  fc.constantFrom<Property[]>(false, '', 'null', '2', '10', 1e21, 0.1 + 0.2, -1e-7, 5e-324),
  formed,
  fc.array(fc.constantFrom(1, 2, 0, -0), { maxLength: 2 }),
  fc.array(fc.constantFrom('1', 'x', 'a\0', '{"n":"-0"}'), { maxLength: 2 }),
)
/** What a host without types may pass. */
const odd = fc.constantFrom<Property[]>(NaN, Infinity, '\ud800', ['\udc00'], [1, 'x'] as never, {} as never)
const name = rarely(fc.constantFrom('a', 'b', 'constructor'), fc.constantFrom('id', 'x}) --', '__proto__'))
const properties = fc.dictionary(name, rarely(property, odd), { maxKeys: 3, noNullPrototype: true })
const label = fc.constantFrom('Cell', 'Cell', 'Cell', 'Matrix', 'cell')
const id = fc.oneof({ arbitrary: fc.constantFrom('1', '2', '3', '10'), weight: 9 }, rarely(formed, text))
const ref = fc.record({ label, id })
const existing = fc.oneof<fc.Arbitrary<Merge>[]>(
  fc.constantFrom<Merge[]>({ _tag: 'merge' }, { _tag: 'keep' }),
  fc.record({ _tag: fc.constant('newer' as const), by: name }),
  fc.record({ _tag: fc.constant('equal' as const), on: fc.array(name, { maxLength: 2 }) }),
)
const node: fc.Arbitrary<NodeWrite> = fc
  .record({ ref, properties, existing: fc.option(existing) })
  .map(({ ref: given, existing: how, ...more }) => ({ ...given, ...more, ...(how === null ? {} : { existing: how }) }))
const link: fc.Arbitrary<Relationship> = fc
  .record({
    ...{ type: fc.constantFrom('A', 'B', 'C'), from: ref, to: ref, properties },
    key: fc.option(rarely(fc.constantFrom('k', 'l', '\u0001'), formed)),
  })
  .map(({ key, ...given }) => (key === null ? given : { ...given, key }))

const asked = rarely(fc.constantFrom('a', 'b', 'id', 'constructor'), name)
const condition: fc.Arbitrary<Condition> = fc.oneof<fc.Arbitrary<Condition>[]>(
  fc.record({ _tag: fc.constantFrom('eq' as const, 'not' as const), name: asked, value: rarely(property, odd) }),
  fc.record({
    ...{ _tag: fc.constant('in' as const), name: asked },
    values: fc.oneof(
      fc.array(fc.constantFrom<(string | number | boolean)[]>(1, 0, -0, '1', 'x', true, '2'), { maxLength: 3 }),
      // More than stand in the text of a question.
      fc.constant([...Array<number>(20).keys(), '1', 'x']),
    ),
  }),
  fc.record({
    ...{ _tag: fc.constantFrom('lt' as const, 'lte' as const, 'gt' as const, 'gte' as const), name: asked },
    value: rarely(fc.constantFrom<(number | string)[]>(0, 1, 1.5, '1', 'b', '\uffff'), formed),
  }),
  fc.record({ _tag: fc.constant('contains' as const), name: asked, value: formed }),
)
const where = fc.oneof(fc.constant<readonly Condition[]>([]), fc.array(condition, { maxLength: 2 }))
const match: fc.Arbitrary<Match> = fc.record({ label, where }, { requiredKeys: [] })
const depth = rarely(
  fc.tuple(fc.nat(2), fc.nat(3)).map(([least, more]) => ({ least, most: Math.max(1, least + more) })),
  fc.constantFrom({ least: 2, most: 1 }, { least: 0, most: 51 }),
)
const hop: fc.Arbitrary<Hop> = fc.record(
  {
    types: fc.subarray(['A', 'B', 'C'], { minLength: 1 }),
    direction: fc.constantFrom('out', 'in', 'both'),
    depth,
    to: match,
  },
  { requiredKeys: ['types', 'direction'] },
)
const order: fc.Arbitrary<Order> = fc.record(
  { by: rarely(fc.constantFrom('a', 'b', 'id', 'distance'), name), descending: fc.constant(true as const) },
  { requiredKeys: ['by'] },
)
const page = { offset: fc.nat(4), limit: fc.nat(4) }

const shape = fc.record({
  label,
  properties: fc.constantFrom(['a'], ['a'], ['b'], ['a', 'b'], ['b', 'a'], ['id'], ['id', 'a'], ['constructor']),
})
const shapes = fc.array(shape, { maxLength: 2 })
const steps: fc.Arbitrary<readonly SchemaStep[]> = fc
  .array(fc.record({ unique: shapes, indexes: shapes, drop: shapes }, { requiredKeys: [] }), { maxLength: 3 })
  .map((list) => list.map((step, i) => ({ version: i + 1, about: 'a step', ...step })))

/** Anything that a graph may be asked. */
export const graphAsk: fc.Arbitrary<Ask> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ nodes: fc.array(node, { maxLength: 4 }), links: fc.array(link, { maxLength: 4 }) }).map(
      ({ nodes, links }): Ask =>
        (store) =>
          store.upsert(nodes, links),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({ nodes: fc.array(ref, { maxLength: 2 }), links: fc.array(link, { maxLength: 2 }) }).map(
      ({ nodes, links }): Ask =>
        (store) =>
          store.remove(nodes, links),
    ),
  },
  {
    weight: 5,
    arbitrary: fc
      .record(
        { match, hops: fc.array(hop, { maxLength: 2 }), orderBy: fc.array(order, { maxLength: 2 }), ...page },
        { requiredKeys: [] },
      )
      .map(
        (given): Ask =>
          (store) =>
            store.query(given),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ type: fc.constantFrom('A', 'B', 'C'), from: match, to: match, ...page }, { requiredKeys: ['type'] })
      .map(
        (given): Ask =>
          (store) =>
            store.links(given),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.record({ list: steps, schema: fc.constantFrom('s', 's', 't') }).map(
      ({ list, schema }): Ask =>
        (store) =>
          store.migrate(list, schema),
    ),
  },
)

const cell = (number: string) => ({ label: 'Cell', id: number })

/** Nodes and relationships that are there already: otherwise most that is asked would meet nothing. */
export const graphBefore: readonly Ask[] = [
  (store) =>
    store.upsert(
      [
        { ...cell('1'), properties: { a: 0, b: 1 } },
        { ...cell('2'), properties: { a: -0, b: [1, -0] } },
        { ...cell('3'), properties: { a: '1', b: 2 } },
        { ...cell('10'), properties: { a: 1 } },
        { label: 'Matrix', id: '1', properties: { b: 'x' } },
      ],
      [
        { type: 'A', from: cell('1'), to: cell('2'), properties: {} },
        { type: 'A', from: cell('2'), to: cell('3'), properties: {} },
        { type: 'A', from: cell('1'), to: cell('10'), properties: {} },
        { type: 'B', from: cell('3'), to: cell('3'), properties: { a: 1 } },
        { type: 'B', from: { label: 'Matrix', id: '1' }, to: cell('1'), properties: {} },
      ],
    ),
]
