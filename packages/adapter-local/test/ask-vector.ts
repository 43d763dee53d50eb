import fc from 'fast-check'
import type { Json } from '@chorale/core/base'
import type { Condition } from '@chorale/core/ports'
import type { Payload, Point } from '@chorale/core/ports/vector'
import { formed, text, type Ask } from './ask.js'

/** Made before: `v` with 3 dimensions and cosine, `w` with 2 and dot, `x` with 2 and euclid. */
const collection = fc.oneof(
  { arbitrary: fc.constantFrom('v', 'v', 'v', 'w', 'x'), weight: 20 },
  fc.constantFrom('y', 'no name'),
)
const component = fc.oneof(
  fc.constantFrom(0, 1, -1, 0.5, -0, 0.1, 1e-3, 1e-40),
  fc.constantFrom(3e38, 16777217, 2e-46),
  fc.float({ noNaN: true, noDefaultInfinity: true, min: -2, max: 2 }),
)
/** As a collection wants it, by its name; now and then as none does. */
const vector = fc
  .record({
    ...{ x: component, y: component, z: component },
    odd: fc.oneof(
      { arbitrary: fc.constant(undefined), weight: 40 },
      { arbitrary: fc.constantFrom([], [1], [NaN, 0, 0], [4e38, 0, 0]), weight: 1 },
    ),
  })
  .map(
    ({ x, y, z, odd }) =>
      (named: string) =>
        odd ?? (named === 'v' ? [x, y, z] : [x, y]),
  )
const uuids = ['00000000-0000-4000-8000-000000000000', 'FFFFFFFF-0000-4000-8000-000000000000']
const id = fc.oneof(
  { arbitrary: fc.constantFrom('a', 'b', 'c', 'd', ...uuids), weight: 30 },
  { arbitrary: formed, weight: 4 },
  text,
)
const ids = fc.array(id, { minLength: 1, maxLength: 3 })
const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(1, 2, -0, null, 'x', 'y', true, [], ['x', 1], [null], { n: '-0' }),
  formed,
  // A cast at the seam: what is drawn is JSON.
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
)
const name = fc.constantFrom('a', 'a', 'b', 'b', 'created_at')
const payload: fc.Arbitrary<Payload> = fc.dictionary(
  fc.oneof({ arbitrary: name, weight: 60 }, fc.constantFrom('ext_id', 'x}) --')),
  value,
  { maxKeys: 3, noNullPrototype: true },
)
const point = fc
  .record({ id, vector, payload })
  .map(({ vector: made, ...more }) => (named: string): Point => ({ ...more, vector: made(named) }))
const condition: fc.Arbitrary<Condition> = fc.oneof<fc.Arbitrary<Condition>[]>(
  fc.record({
    ...{ _tag: fc.constantFrom('eq' as const, 'not' as const), name },
    value: fc.constantFrom<(number | string | boolean | null)[]>(1, 0, 'x', true, null),
  }),
  fc.record({
    ...{ _tag: fc.constant('in' as const), name },
    values: fc.array(fc.constantFrom<(number | string)[]>(1, 'x', 'y'), { maxLength: 2 }),
  }),
  fc.record({ _tag: fc.constantFrom('lt' as const, 'gte' as const), name, value: fc.constantFrom(0, 1, 1.5) }),
  fc.constant<Condition>({ _tag: 'contains', name: 'a', value: 'x' }),
)
const filter = fc.array(condition, { maxLength: 2 })
const limit = fc.oneof({ arbitrary: fc.integer({ min: 1, max: 5 }), weight: 20 }, fc.constantFrom(0, 10_001))
const vectors = fc.constantFrom('with' as const, 'without' as const)

const asks: readonly (readonly [number, fc.Arbitrary<Ask>])[] = [
  [
    1,
    fc
      .record({
        ...{ collection, dimension: fc.constantFrom(3, 3, 2, 0) },
        metric: fc.constantFrom('cosine', 'cosine', 'dot', 'euclid'),
      })
      .map((given) => (store) => store.gather(given)),
  ],
  [1, fc.constantFrom('v', 'w', 'y', 'no name').map((named) => (store) => store.scrap(named))],
  [
    8,
    fc.record({ points: fc.array(point, { maxLength: 3 }), collection }).map(
      ({ points, collection: named }) =>
        (store) =>
          store.put(
            points.map((made) => made(named)),
            named,
          ),
    ),
  ],
  [
    2,
    fc.record({ ids, collection, vectors }).map(
      ({ ids: all, ...more }) =>
        (store) =>
          store.get(all, more),
    ),
  ],
  [
    2,
    fc.record({ ids, payload, collection }).map(
      ({ ids: all, payload: set, collection: named }) =>
        (store) =>
          store.lay(all, set, named),
    ),
  ],
  [
    2,
    fc.record({ ids, collection }).map(
      ({ ids: all, collection: named }) =>
        (store) =>
          store.take(all, named),
    ),
  ],
  [
    8,
    fc
      .record(
        { vector, collection, limit, filter, threshold: fc.constantFrom(0, 0.5, -1, 2, NaN) },
        { requiredKeys: ['vector'] },
      )
      .map(
        ({ vector: wanted, ...more }) =>
          (store) =>
            store.search(wanted(more.collection ?? 'v'), more),
      ),
  ],
  [
    3,
    fc
      .record({ collection, limit, filter, after: id, vectors }, { requiredKeys: ['collection'] })
      .map((given) => (store) => store.scroll(given)),
  ],
  [
    2,
    fc.record({ collection, filter }, { requiredKeys: ['collection'] }).map((given) => (store) => store.count(given)),
  ],
]

/** Anything that a store of vectors may be asked. */
export const vectorAsk: fc.Arbitrary<Ask> = fc.oneof(...asks.map(([weight, arbitrary]) => ({ weight, arbitrary })))

/** Collections and points that are there already: otherwise most that is asked would meet nothing. */
export const vectorBefore: readonly Ask[] = [
  (store) => store.gather({ collection: 'v', dimension: 3, metric: 'cosine' }),
  (store) => store.gather({ collection: 'w', dimension: 2, metric: 'dot' }),
  (store) => store.gather({ collection: 'x', dimension: 2, metric: 'euclid' }),
  (store) =>
    store.put(
      ['a', 'b', 'c', 'd'].map((each, i) => ({ id: each, vector: [1, i, 0], payload: { a: i, created_at: i >> 1 } })),
    ),
  (store) =>
    store.put(
      ['a', 'b', 'c'].map((each, i) => ({ id: each, vector: [i, 1], payload: { b: [i, 'x'] } })),
      'x',
    ),
]
