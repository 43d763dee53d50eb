import { describe, expect, it } from 'vitest'
import { pointUuid, type VectorSearch } from '@chorale/core/ports/vector'
import { dropCollection, listCollections, makeCollection, makeIndex, readCollection } from './collection.js'
import { deletePoints, readPoints, upsertPoints } from './points.js'
import { countPoints, scrollPoints } from './scroll.js'
import { searchPoints, type Manner } from './search.js'

const uuid = '00000000-0000-4000-8000-000000000001'

describe('collections', () => {
  it('are read, made, indexed, dropped and listed', () => {
    expect(readCollection('c')).toEqual({ route: 'getCollection', kind: 'read', args: { collection_name: 'c' } })
    expect(makeCollection('c', { dimension: 8, metric: 'euclid' })).toEqual({
      ...{ route: 'createCollection', kind: 'start' },
      args: { collection_name: 'c', vectors: { size: 8, distance: 'Euclid' } },
    })
    expect(dropCollection('c')).toEqual({ route: 'deleteCollection', kind: 'start', args: { collection_name: 'c' } })
    expect(listCollections).toEqual({ route: 'getCollections', kind: 'start', args: {} })
  })

  it.each([
    ['text', 'keyword'],
    ['number', 'float'],
    ['boolean', 'bool'],
  ] as const)('index a %s as a %s', (kind, field_schema) => {
    expect(makeIndex('c', { name: 'a', kind })).toEqual({
      ...{ route: 'createFieldIndex', kind: 'start' },
      args: { collection_name: 'c', wait: true, field_name: 'a', field_schema },
    })
  })
})

describe('points', () => {
  it('are written under their UUIDs, waiting for it', () => {
    const points = [{ id: 'a', vector: [1, 2], payload: { x: null, y: 1 } }]
    expect(upsertPoints('c', 'dot', points)).toEqual({
      ...{ route: 'upsertPoints', kind: 'write' },
      args: {
        ...{ collection_name: 'c', wait: true },
        points: [{ id: pointUuid('a'), vector: [1, 2], payload: { y: 1, ext_id: 'a' } }],
      },
    })
  })

  it('keep an id in the payload only where it is not the UUID itself', () => {
    const capitals = 'A0000000-0000-4000-8000-000000000001'
    const points = [uuid, capitals].map((id) => ({ id, vector: [1], payload: {} }))
    expect(upsertPoints('c', 'dot', points).args['points']).toMatchObject([
      { id: uuid, payload: {} },
      { id: pointUuid(capitals), payload: { ext_id: capitals } },
    ])
  })

  it('are read and deleted by their UUIDs', () => {
    expect(readPoints('c', [uuid, 'a'], 'with').args).toEqual({
      ...{ collection_name: 'c', ids: [uuid, pointUuid('a')], with_payload: true, with_vector: true },
    })
    expect(readPoints('c', [uuid], 'without').args).toMatchObject({ with_vector: false })
    expect(deletePoints('c', [uuid, 'a'])).toEqual({
      ...{ route: 'deletePoints', kind: 'write' },
      args: { collection_name: 'c', wait: true, points: [uuid, pointUuid('a')] },
    })
  })
})

describe('a search', () => {
  const manner: Manner = { collection: 'c', metric: 'dot', search: 'exact', limit: 11, payload: 'whole' }
  const args = (effect: Partial<VectorSearch>, how: Partial<Manner> = {}) =>
    searchPoints({ vector: [1, 2], ...effect }, { ...manner, ...how }).args

  it('says how many, what to compare, and what to bring', () => {
    expect(args({})).toEqual({
      ...{ collection_name: 'c', query: [1, 2], limit: 11, params: { exact: true } },
      ...{ with_vector: false, with_payload: true },
    })
    expect(args({}, { search: 'approximate', payload: 'order' })).toMatchObject({
      ...{ params: { exact: false }, with_payload: { include: ['ext_id', 'created_at', 'json-created_at'] } },
    })
    expect(args({ filter: [{ _tag: 'gt', name: 'a', value: 1 }] })).toMatchObject({
      filter: { must: [{ key: 'a', range: { gt: 1 } }] },
    })
  })

  it('widens a threshold by what rounding may bring over it', () => {
    expect(args({ threshold: 0 }).score_threshold).toBeCloseTo(-1e-6, 12)
    expect(args({ threshold: 0 }, { metric: 'euclid' }).score_threshold).toBeCloseTo(1e-6, 12)
    expect(args({ threshold: 1e300 }).score_threshold).toBe(3.4e38)
    expect(args({ threshold: -1e300 }).score_threshold).toBe(-3.4e38)
  })

  it.each([
    ['a tiny', [3e-30, 4e-30], [0.6, 0.8]],
    ['a huge', [3e38, -3e38], [Math.SQRT1_2, -Math.SQRT1_2]],
  ])('sends %s cosine vector at length one', (_what, vector, wanted) => {
    const query = args({ vector }, { metric: 'cosine' })['query'] as readonly number[]
    query.forEach((each, i) => expect(each).toBeCloseTo(wanted[i] ?? NaN, 6))
    expect(Math.hypot(...query)).toBeCloseTo(1, 6)
  })

  it.each([
    ['any other', 'cosine', [3, 4]],
    ['nothing', 'cosine', [0, 0]],
    ['as good as nothing', 'cosine', [3e-320, 4e-320]],
    ['a tiny', 'dot', [3e-30, 4e-30]],
  ] as const)('sends %s vector as it is (%s)', (_what, metric, vector) => {
    expect(args({ vector }, { metric })['query']).toBe(vector)
  })
})

describe('a page', () => {
  const page = { limit: 5, vectors: 'without' } as const

  it('begins at the beginning, or behind an id', () => {
    expect(scrollPoints('c', page)?.args).toEqual({
      ...{ collection_name: 'c', limit: 5, with_payload: true, with_vector: false },
    })
    expect(scrollPoints('c', { ...page, after: uuid, vectors: 'with' })?.args).toMatchObject({
      ...{ offset: '00000000-0000-4000-8000-000000000002', with_vector: true },
    })
  })

  it.each([
    ['0fffffff-ffff-ffff-ffff-ffffffffffff', '10000000-0000-0000-0000-000000000000'],
    ['00000000-0000-0000-0000-00000000000f', '00000000-0000-0000-0000-000000000010'],
  ])('behind %s begins at %s', (after, offset) => {
    expect(scrollPoints('c', { ...page, after })?.args['offset']).toBe(offset)
  })

  it('behind the last UUID is none', () => {
    expect(scrollPoints('c', { ...page, after: 'ffffffff-ffff-ffff-ffff-ffffffffffff' })).toBeUndefined()
  })

  it('is counted exactly', () => {
    expect(countPoints('c', {})).toEqual({
      ...{ route: 'countPoints', kind: 'read', args: { collection_name: 'c', exact: true } },
    })
  })
})
