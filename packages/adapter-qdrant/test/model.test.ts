import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { vectors } from '@chorale/adapter-memory'
import type { Json } from '@chorale/core/base'
import type { EffectError } from '@chorale/core/fault'
import type { Condition } from '@chorale/core/ports'
import type { Hit, Metric, Payload, Point } from '@chorale/core/ports/vector'
import { describeWith } from '@chorale/rig'
import { fresh } from './fresh.js'
import { right, said } from './said.js'

type Said = ReturnType<typeof said>

/** One thing asked of a store. */
type Ask = (store: Said) => Promise<Either<EffectError, unknown>>

const uuid = '0a0000a0-0000-4000-8000-00000000000f'
const ids = ['a', 'b', 'c', 'd', 'e', 'f', '__proto__', '💠', '5', uuid, uuid.toUpperCase(), 'null-a', "it's", 'A', ' ']
const id = fc.constantFrom(...ids)
const idList = fc.array(id, { maxLength: 6 })

/** Lengths are one or the sums are whole: single and double precision agree to the last digit, and many scores are equal. */
const h = 0.5
const directions = [
  ...[
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [-1, 0, 0, 0],
    [0, 0, 0, 1],
  ],
  ...[
    [h, h, h, h],
    [h, -h, h, -h],
    [-h, -h, h, h],
    [0, 0, 0, 0],
  ],
]
const whole = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 })
const vectorBy = (metric: Metric) => {
  const fitting = metric === 'cosine' ? fc.constantFrom(...directions) : whole
  return fc.oneof({ arbitrary: fitting, weight: 30 }, fc.constantFrom<number[]>([1, 0], [], [1, 0, 0, 0, 0]))
}

const name = fc.constantFrom('kind', 'n', 'flag', 'tags', 'created_at')
const scalar = fc.constantFrom<string | number | boolean>(
  ...['x', 'X', '', '5', 'true', 'null', '💠', 'x'.repeat(300)],
  ...[5, 5.5, 0, -1, 1e300, 2 ** 53, 2 ** 60, 1e-9, 3, 7, 123456789.12345679],
  ...[true, false],
)
const value: fc.Arbitrary<Json> = fc.oneof(
  { arbitrary: scalar, weight: 5 },
  fc.constant(null),
  fc.array(scalar, { maxLength: 3 }),
  fc.array(fc.oneof(scalar, fc.constant(null), fc.constant([5]), fc.constant({ x: 'x' })), { maxLength: 3 }),
  fc.constantFrom<Json>({}, { x: 5 }, JSON.parse('{"__proto__":{"x":1},"y":null}') as Json),
)
const payload: fc.Arbitrary<Payload> = fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true })

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ _tag: fc.constantFrom('eq', 'not'), name, value: fc.oneof(scalar, fc.constant(null)) }),
  fc.record({ _tag: fc.constant('in'), name, values: fc.array(scalar, { maxLength: 4 }) }),
  fc.record({
    _tag: fc.constantFrom('lt', 'lte', 'gt', 'gte'),
    name,
    value: fc.constantFrom(5, 5.5, 0, -1, 1e300, 2 ** 53, 3, 123456789.12345679),
  }),
)
const filter = fc.oneof(fc.constant([]), fc.array(condition, { maxLength: 2 }))

const upserting = (metric: Metric) => {
  const point: fc.Arbitrary<Point> = fc.record({ id, vector: vectorBy(metric), payload })
  const points = fc.uniqueArray(point, { maxLength: 8, selector: (each) => each.id })
  return points.map(
    (points): Ask =>
      (store) =>
        store('vector/upsert', { points }),
  )
}
const laying = fc.record({ ids: idList, set: payload }).map(
  (given): Ask =>
    (store) =>
      store('vector/payload', given),
)
const removing = fc.record({ ids: fc.array(id, { maxLength: 2 }) }).map(
  (given): Ask =>
    (store) =>
      store('vector/delete', given),
)
const getting = fc.record({ ids: idList, vectors: fc.constantFrom('with', 'without') }).map(
  (given): Ask =>
    (store) =>
      store('vector/get', given),
)
const counting = filter.map(
  (filter): Ask =>
    (store) =>
      store('vector/count', { filter }),
)
const searching = (metric: Metric) =>
  fc
    .record({
      ...{ vector: vectorBy(metric), limit: fc.integer({ min: 1, max: 6 }), filter },
      threshold: fc.option(fc.constantFrom(0, h, -h, 1, 2, 0.7), { nil: undefined }),
    })
    .map(
      ({ threshold, ...rest }): Ask =>
        (store) =>
          store('vector/search', threshold === undefined ? rest : { ...rest, threshold }),
    )

/** All pages, one behind the other. */
const paging = fc
  .record({ filter, limit: fc.integer({ min: 1, max: 4 }), vectors: fc.constantFrom('with', 'without') })
  .map((given): Ask => async (store) => {
    const pages: unknown[] = []
    for (let after: string | null | undefined; after !== null;) {
      const page = await store('vector/scroll', after === undefined ? given : { ...given, after })
      if (E.isLeft(page)) return page
      pages.push(page.right)
      after = page.right.after
    }
    return E.right(pages)
  })

const asks = (metric: Metric) =>
  fc.array(
    fc.oneof(
      { arbitrary: upserting(metric), weight: 4 },
      { arbitrary: searching(metric), weight: 4 },
      ...[laying, removing, getting, counting, paging],
    ),
    { minLength: 8, maxLength: 20 },
  )

const indexes = [
  { name: 'kind', kind: 'text' },
  { name: 'n', kind: 'number' },
  { name: 'flag', kind: 'boolean' },
] as const

/** The hits of a search; none of any other answer. */
const hitsIn = (outcome: Either<EffectError, unknown>): readonly Hit[] =>
  // A cast: what has hits is the answer of a search.
  E.isRight(outcome) ? ((outcome.right as { readonly hits?: readonly Hit[] }).hits ?? []) : []

const scoresIn = (outcome: Either<EffectError, unknown>) => hitsIn(outcome).map(({ score }) => score)

const withoutScores = (outcome: Either<EffectError, unknown>): unknown =>
  hitsIn(outcome).length === 0 ? outcome : hitsIn(outcome).map(({ id, payload }) => [id, payload])

describeWith('qdrant', 'any sequence of effects', (address) => {
  it.each(['cosine', 'dot', 'euclid'] as const)(
    'is answered as the reference answers it (%s)',
    async (metric) => {
      const store = fresh(address, { batchSize: 3, streams: 2 })
      const [real, model] = [said(store), said(vectors())]
      const property = fc.asyncProperty(asks(metric), fc.boolean(), async (list, isIndexed) => {
        for (const each of [real, model]) {
          right(await each('vector/drop', {}))
          right(await each('vector/collection', { dimension: 4, metric, ...(isIndexed ? { indexes } : {}) }))
        }
        for (const ask of list) {
          const [got, wanted] = [await ask(real), await ask(model)]
          expect(withoutScores(got)).toEqual(withoutScores(wanted))
          for (const [i, score] of scoresIn(wanted).entries())
            expect(Math.abs(score - (scoresIn(got)[i] ?? NaN))).toBeLessThanOrEqual(2e-6)
        }
      })
      await fc.assert(property, { numRuns: 25, endOnFailure: true })
    },
    300_000,
  )
})
