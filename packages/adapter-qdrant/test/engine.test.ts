import * as E from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { vectors } from '@chorale/adapter-memory'
import { seededRandom } from '@chorale/core/testing'

import type { Point, VectorEffect } from '@chorale/core/ports/vector'
import { describeWith } from '@chorale/rig'
import { qdrant } from '../src/index.js'
import { fresh, type Address } from './fresh.js'
import { point, right, said } from './said.js'

/** The server asked without the adapter. */
const raw = async ({ uri, apiKey }: Address, path: string, body?: unknown): Promise<unknown> => {
  const response = await fetch(`${uri}${path}`, {
    ...(body === undefined ? {} : { method: 'PUT', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...(apiKey === undefined ? {} : { 'api-key': apiKey }) },
  })
  return response.json()
}

describeWith('qdrant', 'a collection', (address) => {
  it('is there under its prefix, with its indexes, and is left as it is when made again', async () => {
    const store = fresh(address)
    const ask = said(store)
    const indexes = [{ name: 'kind', kind: 'text' }] as const
    const more = [...indexes, { name: 'n', kind: 'number' }, { name: 'flag', kind: 'boolean' }] as const
    expect(right(await ask('vector/collection', { dimension: 2, metric: 'euclid', indexes }))).toEqual({
      created: true,
    })
    expect(right(await ask('vector/collection', { dimension: 2, metric: 'euclid', indexes: more }))).toEqual({
      created: false,
    })
    expect(await raw(address, `/collections/${store.prefix}c`)).toMatchObject({
      result: {
        config: { params: { vectors: { size: 2, distance: 'Euclid' } } },
        payload_schema: { kind: { data_type: 'keyword' }, n: { data_type: 'float' }, flag: { data_type: 'bool' } },
      },
    })
  })

  it('that was made by somebody else with vectors of another kind is a conflict', async () => {
    const store = fresh(address)
    await raw(address, `/collections/${store.prefix}c`, { vectors: { image: { size: 2, distance: 'Dot' } } })
    const left = { _tag: 'Conflict', applied: 'no', ids: { collection: 'c' } }
    expect(await said(store)('vector/collection', { dimension: 2, metric: 'dot' })).toMatchObject({ left })
    expect(await said(store)('vector/upsert', { points: [point('a')] })).toMatchObject({ left })
  })

  it('that somebody else has dropped and made anew is found out by the first error', async () => {
    const store = fresh(address)
    const other = said(qdrant({ url: address.uri, collectionPrefix: store.prefix }))
    right(await said(store)('vector/collection', { dimension: 2, metric: 'dot' }))
    right(await said(store)('vector/upsert', { points: [point('a')] }))
    right(await other('vector/drop', {}))
    expect(await said(store)('vector/upsert', { points: [point('a')] })).toMatchObject({ left: { _tag: 'NotFound' } })
    right(await other('vector/collection', { dimension: 3, metric: 'euclid' }))
    right(await said(store)('vector/upsert', { points: [point('a', {}, [0, 3, 4])] }))
    expect(right(await said(store)('vector/search', { vector: [0, 0, 0], limit: 1 })).hits).toMatchObject([
      { score: 5 },
    ])
  })

  it('may hold points that others wrote', async () => {
    const store = fresh(address)
    right(await said(store)('vector/collection', { dimension: 2, metric: 'dot' }))
    const points = [
      { id: 7, vector: [1, 0], payload: { a: null, b: [null] } },
      { id: '0a0000a0-0000-4000-8000-00000000000f', vector: [2, 0] },
    ]
    await raw(address, `/collections/${store.prefix}c/points?wait=true`, { points })
    expect(right(await said(store)('vector/scroll', { limit: 5, vectors: 'with' })).points).toEqual([
      { id: '7', vector: [1, 0], payload: { b: [null] } },
      { id: '0a0000a0-0000-4000-8000-00000000000f', vector: [2, 0], payload: {} },
    ])
  })
})

describeWith('qdrant', 'a search', (address) => {
  const filled = async (count: number, more = {}) => {
    const store = fresh(address, more)
    right(await said(store)('vector/collection', { dimension: 2, metric: 'dot' }))
    const points = Array.from({ length: count }, (_, i) => point(`p${i}`, { created_at: i % 7, i }, [i % 3, 1]))
    right(await said(store)('vector/upsert', { points }))
    return { store, points }
  }

  it('takes the newest among equal scores, however many there are', async () => {
    const { store, points } = await filled(900)
    const model = said(vectors())
    right(await model('vector/collection', { dimension: 2, metric: 'dot' }))
    right(await model('vector/upsert', { points }))
    for (const limit of [1, 42, 299, 300, 301, 599, 600, 899, 900, 901])
      for (const vector of [
        [1, 0],
        [0, 1],
      ])
        expect(await said(store)('vector/search', { vector, limit })).toEqual(
          await model('vector/search', { vector, limit }),
        )
  })

  it('may be approximate, and says so', async () => {
    const { store } = await filled(10, { search: 'approximate' })
    expect(store.capabilities).toEqual({ durable: true, atomic: false, exact: false })
    expect(right(await said(store)('vector/search', { vector: [1, 0], limit: 1 })).hits).toMatchObject([{ score: 2 }])
  })

  it('whose scores no 32-bit float holds has no answer', async () => {
    const { store } = await filled(1)
    right(await said(store)('vector/upsert', { points: [point('far', {}, [3e38, 3e38])] }))
    expect(await said(store)('vector/search', { vector: [3e38, 3e38], limit: 1 })).toMatchObject({
      left: { _tag: 'BadAnswer' },
    })
  })
})

describeWith('qdrant', 'vectors as models make them', (address) => {
  const random = seededRandom(20_261)
  const vector = () => Array.from({ length: 384 }, () => random() - 0.5)

  it.each(['cosine', 'dot', 'euclid'] as const)(
    'have the scores and the order of the reference (%s)',
    async (metric) => {
      const [real, model] = [said(fresh(address)), said(vectors())]
      const points: readonly Point[] = Array.from({ length: 600 }, (_, i) => point(`p${i}`, { i }, vector()))
      for (const ask of [real, model]) {
        right(await ask('vector/collection', { dimension: 384, metric }))
        right(await ask('vector/upsert', { points }))
      }
      for (const limit of [1, 10, 600]) {
        const search = { vector: vector(), limit }
        const [got, wanted] = [
          right(await real('vector/search', search)).hits,
          right(await model('vector/search', search)).hits,
        ]
        expect(got.length).toBe(wanted.length)
        const scores = new Map(
          right(await model('vector/search', { ...search, limit: 600 })).hits.map((hit) => [hit.id, hit.score]),
        )
        for (const [i, { id, score }] of got.entries()) {
          // Two that are nearer to each other than single precision tells apart may change places.
          expect(Math.abs(score - (scores.get(id) ?? NaN))).toBeLessThanOrEqual(2e-6)
          expect(Math.abs(score - (wanted[i]?.score ?? NaN))).toBeLessThanOrEqual(2e-6)
        }
      }
      const ids = points.slice(0, 20).map(({ id }) => id)
      const [got, wanted] = [
        await real('vector/get', { ids, vectors: 'with' }),
        await model('vector/get', { ids, vectors: 'with' }),
      ]
      const apart = right(got).points.flatMap((each, i) => distances(each, right(wanted).points[i]))
      expect(Math.max(...apart)).toBeLessThanOrEqual(1e-6)
    },
  )

  const distances = (a: object, b: object | undefined): readonly number[] => {
    // Casts: both were asked for with their vectors.
    const [x, y] = [(a as Point).vector, (b as Point).vector]
    return x.map((each, i) => Math.abs(each - (y[i] ?? NaN)))
  }
})

describeWith('qdrant', 'a store', (address) => {
  it('is ready where the server answers', async () => {
    const store = fresh(address)
    expect(await store.start()).toEqual(E.right(undefined))
    await expect(store.ready()).resolves.toBeUndefined()
  })

  it('carries out many effects at once', async () => {
    const store = fresh(address)
    const ask = said(store)
    right(await ask('vector/collection', { dimension: 2, metric: 'dot' }))
    const written = await Promise.all(
      Array.from({ length: 40 }, (_, i) => ask('vector/upsert', { points: [point(`p${i}`), point(`q${i}`)] })),
    )
    expect(written).toEqual(written.map(() => E.right({ points: 2 })))
    expect(right(await ask('vector/count', {}))).toEqual({ count: 80 })
  })

  it('answers a frozen effect, and writes into none', async () => {
    const store = fresh(address)
    right(await said(store)('vector/collection', { dimension: 2, metric: 'cosine' }))
    const effect: VectorEffect = Object.freeze({
      ...{ _tag: 'vector/upsert', key: 'k', collection: 'c' },
      points: Object.freeze([Object.freeze(point('a', Object.freeze({ x: null }), Object.freeze([3, 4])))]),
    })
    const { _tag, key, collection, ...given } = effect
    expect([_tag, key, collection]).toEqual(['vector/upsert', 'k', 'c'])
    expect(right(await said(store)('vector/upsert', given))).toEqual({ points: 1 })
  })
})
