import { describe, expect, it } from 'vitest'
import type { Point } from '@chorale/core/ports/vector'
import { batches, pieces } from './batches.js'

const point = (id: string, text = '', dimension = 2): Point => ({
  ...{ id, vector: Array.from({ length: dimension }, () => -1.2345678901234567e-100), payload: { text } },
})
const sizes = (points: readonly Point[], most = 256) => [...batches(points, most)].map(({ length }) => length)

describe('points', () => {
  it('are cut by their number', () => {
    const points = Array.from({ length: 5 }, (_, i) => point(String(i)))
    expect(sizes(points, 2)).toEqual([2, 2, 1])
    expect([...batches(points, 2)].flat()).toEqual(points)
    expect(sizes([])).toEqual([])
  })

  it('are cut by their size before a request is too large', () => {
    const large = Array.from({ length: 5 }, (_, i) => point(String(i), '\u0001'.repeat(2_000_000)))
    expect(sizes(large)).toEqual([2, 2, 1])
    const long = Array.from({ length: 30 }, (_, i) => point(String(i), '', 65_536))
    for (const batch of batches(long, 256)) expect(JSON.stringify(batch).length).toBeLessThan(32 * 1024 * 1024)
    expect(sizes(long)).toEqual([19, 11])
  })

  it('are never cut in two', () => {
    expect(sizes([point('a', 'x'.repeat(33_000_000)), point('b')])).toEqual([1, 1])
  })
})

describe('a list', () => {
  it('is cut into pieces', () => {
    expect([...pieces([1, 2, 3], 2)]).toEqual([[1, 2], [3]])
    expect([...pieces([], 2)]).toEqual([])
  })
})
