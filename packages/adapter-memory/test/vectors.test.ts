import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fitsFilter,
  passes,
  roundedScore,
  type Metric,
  type Point,
  type VectorSearch,
} from '@chorale/core/ports/vector'
import { vectors } from '@chorale/adapter-memory'

const context = { run: 'r', attempt: 1, signal: new AbortController().signal }
const [key, collection] = ['k', 'c']

/** One collection, spoken to in short. */
const opened = async (dimension: number, metric: Metric = 'dot') => {
  const store = vectors()
  await store['vector/collection']({ _tag: 'vector/collection', key, collection, dimension, metric }, context)()
  return {
    write: (points: readonly Point[]) =>
      store['vector/upsert']({ _tag: 'vector/upsert', key, collection, points }, context)(),
    remove: (...ids: readonly string[]) =>
      store['vector/delete']({ _tag: 'vector/delete', key, collection, ids }, context)(),
    search: async (saying: Partial<VectorSearch> & Pick<VectorSearch, 'vector'>) => {
      const found = await store['vector/search'](
        { _tag: 'vector/search', key, collection, limit: 10, ...saying },
        context,
      )()
      return E.isRight(found) ? found.right.hits : []
    },
    get: async (...ids: readonly string[]) => {
      const found = await store['vector/get']({ _tag: 'vector/get', key, collection, ids, vectors: 'with' }, context)()
      return E.isRight(found) ? found.right.points : []
    },
  }
}

const metric = fc.constantFrom<Metric>('cosine', 'dot', 'euclid')
const component = fc.integer({ min: -4, max: 4 })
const vector = fc.tuple(component, component, component, component, component)
const points = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom(...Array.from({ length: 30 }, (_, n) => `p${n}`)),
    vector,
    payload: fc.record({ created_at: fc.nat(3), kind: fc.constantFrom('x', 'y') }, { requiredKeys: ['kind'] }),
  }),
  { selector: ({ id }) => id, maxLength: 30 },
)

const lengthOf = (list: readonly number[]): number => Math.hypot(...list) || 1
const product = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, each, i) => sum + each * (b[i] ?? 0), 0)

const scores: { readonly [M in Metric]: (a: readonly number[], b: readonly number[]) => number } = {
  cosine: (a, b) => product(a, b) / lengthOf(a) / lengthOf(b),
  dot: product,
  euclid: (a, b) => Math.hypot(...a.map((each, i) => each - (b[i] ?? 0))),
}

/** All points with their scores, sorted from the best to the worst by the words of the port. */
const naive = (all: readonly Point[], how: Metric, query: readonly number[]) => {
  const age = ({ payload }: { readonly payload: Point['payload'] }): number => Number(payload['created_at'] ?? -1)
  return all
    .map(({ id, payload, vector: kept }) => ({ id, payload, score: roundedScore(scores[how](kept, query)) }))
    .sort((a, b) => (how === 'euclid' ? 1 : -1) * (a.score - b.score) || age(b) - age(a) || (a.id < b.id ? -1 : 1))
}

describe('a search in memory', () => {
  it('finds what a naive sort of everything finds', async () => {
    const asked = fc.record({
      ...{ how: metric, query: vector, limit: fc.integer({ min: 1, max: 12 }) },
      ...{ kind: fc.option(fc.constantFrom('x', 'y', 'z')), least: fc.option(fc.integer({ min: -2, max: 6 })) },
    })
    await fc.assert(
      fc.asyncProperty(points, asked, async (all, { how, query, limit, kind, least }) => {
        const { write, search } = await opened(5, how)
        await write(all)
        const filter = kind === null ? [] : [{ _tag: 'eq', name: 'kind', value: kind } as const]
        const threshold = least === null ? undefined : least + 0.000_05
        const hits = await search({ vector: query, limit, filter, ...(threshold === undefined ? {} : { threshold }) })
        const wanted = naive(all, how, query)
          .filter(({ payload, score }) => fitsFilter(payload, filter) && passes(how, score, threshold))
          .slice(0, limit)
        expect(hits.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id))
        for (const [n, { score }] of hits.entries())
          expect(Math.abs(score - (wanted[n]?.score ?? NaN))).toBeLessThan(2e-6)
      }),
    )
  })

  it('finds each point by its own vector after any of the others went', async () => {
    const gone = fc.uniqueArray(fc.nat(19), { maxLength: 20 })
    const axis = (n: number): readonly number[] => Array.from({ length: 20 }, (_, i) => (i === n ? 1 : 0))
    await fc.assert(
      fc.asyncProperty(gone, async (list) => {
        const { write, remove, search, get } = await opened(20)
        await write(Array.from({ length: 20 }, (_, n) => ({ id: `p${n}`, vector: axis(n), payload: { n } })))
        for (const n of list) await remove(`p${n}`, 'nobody')
        for (let n = 0; n < 20; n += 1) {
          const [best] = await search({ vector: axis(n), limit: 1 })
          if (list.includes(n)) expect([await get(`p${n}`), best?.score === 1]).toEqual([[], false])
          else {
            expect(best).toEqual({ id: `p${n}`, payload: { n }, score: 1 })
            expect(await get(`p${n}`)).toEqual([{ id: `p${n}`, vector: axis(n), payload: { n } }])
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  it('grows without losing what was there, over several doublings, in one write and in many', async () => {
    const all = Array.from({ length: 1100 }, (_, n) => ({ id: `p${n}`, vector: [n, -n, 1], payload: {} }))
    const [one, many] = [await opened(3), await opened(3)]
    await one.write(all)
    for (const point of all) await many.write([point])
    for (const store of [one, many]) expect(await store.get(...all.map(({ id }) => id))).toEqual(all)
  })

  it('has no room of one that went for a point that comes', async () => {
    const { write, remove, search } = await opened(2)
    await write(['a', 'b', 'c'].map((id, n) => ({ id, vector: [n, 0], payload: {} })))
    await remove('a', 'b', 'c')
    await write([{ id: 'd', vector: [7, 0], payload: {} }])
    expect(await search({ vector: [1, 0] })).toEqual([{ id: 'd', payload: {}, score: 7 }])
  })

  it('does not change when what it was given changes afterwards', async () => {
    const { write, get } = await opened(2)
    const [kept, list] = [[1, 2], ['x']]
    await write([{ id: 'a', vector: kept, payload: { list } }])
    kept[0] = 99
    list.push('y')
    expect(await get('a')).toEqual([{ id: 'a', vector: [1, 2], payload: { list: ['x'] } }])
  })
})
