import { describe, expect, it } from 'vitest'
import { keptVector, nearest, type Metric, type PointHead, type VectorSearch } from './index.js'

const searched = (
  metric: Metric,
  vectors: readonly (readonly number[])[],
  payloads: readonly PointHead['payload'][],
) => ({
  ...{ metric, dimension: 2 },
  // With room behind the last, as a store that grows has it.
  data: Float32Array.from([...vectors.flatMap((vector) => keptVector(metric, vector)), 9, 9, 9, 9]),
  heads: vectors.map((_vector, i) => ({ id: `p${i}`, payload: payloads[i] ?? {} })),
})

const find = (
  metric: Metric,
  how: Partial<Pick<VectorSearch, 'limit' | 'filter' | 'threshold'>> = {},
  payloads: readonly PointHead['payload'][] = [],
) => {
  const vectors = [
    [1, 0],
    [3, 3],
    [0, 2],
    [-1, 0],
    [2, 0],
  ]
  const hits = nearest(searched(metric, vectors, payloads), { vector: [1, 0], limit: 10, ...how })
  return hits.map(({ id, score }) => [id, score])
}

describe('the nearest points', () => {
  it('are those of the highest cosine, product, or the least distance; equal ones by their ids', () => {
    expect(find('cosine')).toEqual([
      ['p0', 1],
      ['p4', 1],
      ['p1', 0.707107],
      ['p2', 0],
      ['p3', -1],
    ])
    expect(find('dot')).toEqual([
      ['p1', 3],
      ['p4', 2],
      ['p0', 1],
      ['p2', 0],
      ['p3', -1],
    ])
    expect(find('euclid')).toEqual([
      ['p0', 0],
      ['p4', 1],
      ['p3', 2],
      ['p2', 2.236068],
      ['p1', 3.605551],
    ])
  })

  it('are the best of all, however few are asked for', () => {
    for (const metric of ['cosine', 'dot', 'euclid'] as const)
      for (const limit of [1, 2, 3, 4]) expect(find(metric, { limit })).toEqual(find(metric).slice(0, limit))
  })

  it('pass the threshold and fit the filter', () => {
    expect(find('dot', { threshold: 1 })).toHaveLength(3)
    expect(find('euclid', { threshold: 2 })).toHaveLength(3)
    const payloads = [{ n: 1 }, {}, { n: 1 }]
    expect(find('dot', { filter: [{ _tag: 'eq', name: 'n', value: 1 }] }, payloads)).toEqual([
      ['p0', 1],
      ['p2', 0],
    ])
  })

  it('are, of those that score alike, the newest', () => {
    expect(find('cosine', { limit: 1 }, [{ created_at: 1 }, {}, {}, {}, { created_at: 2 }])).toEqual([['p4', 1]])
  })

  it('are none of nothing', () => {
    expect(nearest(searched('dot', [], []), { vector: [1, 0], limit: 3 })).toEqual([])
  })
})

describe('a vector as it is kept', () => {
  it('is of length one with cosine, unless it is zero, and as it is with anything else', () => {
    expect(keptVector('cosine', [3, 4])).toEqual([0.6, 0.8])
    expect(keptVector('cosine', [0, 0])).toEqual([0, 0])
    expect(keptVector('dot', [3, 4])).toEqual([3, 4])
  })

  it('of more than a few components is summed up whole', () => {
    const [a, b] = [Array.from({ length: 11 }, (_, i) => i), Array.from({ length: 11 }, () => 2)]
    const heads = [{ id: 'p', payload: {} }]
    const of = { metric: 'dot' as const, dimension: 11, data: Float32Array.from(a), heads }
    expect(nearest(of, { vector: b, limit: 1 })).toEqual([{ id: 'p', payload: {}, score: 110 }])
  })
})
