import type { Hit, VectorSearch } from './effects.js'
import type { Metric, PointHead } from './point.js'
import { compareHits, fitsFilter, passes, roundedScore } from './rank.js'

/** What is searched: vectors one behind the other as they are kept, and what belongs to each; there may be room behind the last. */
export interface Searched {
  readonly metric: Metric
  readonly dimension: number
  readonly data: Float32Array
  readonly heads: readonly PointHead[]
}

/**
 * The nearest points, found by comparing every one: exact search over vectors that are kept as {@link keptVector} says. A hit holds the payload
 * that was searched: copy it before you give it away.
 */
export const nearest = (
  { metric, dimension, data, heads }: Searched,
  { vector, limit, filter, threshold }: Pick<VectorSearch, 'vector' | 'limit' | 'filter' | 'threshold'>,
): readonly Hit[] => {
  const query = Float64Array.from(keptVector(metric, vector))
  const measure = metric === 'euclid' ? distance : product
  const worse = compareHits(metric)
  const best = bounded<Hit>(limit, worse)
  const sign = metric === 'euclid' ? -1 : 1
  for (let slot = 0; slot < heads.length; slot += 1) {
    // A cast after a check: the slot is inside.
    const head = heads[slot] as PointHead
    if (filter !== undefined && filter.length > 0 && !fitsFilter(head.payload, filter)) continue
    const raw = measure(data, slot * dimension, query)
    const worst = best.worst()
    // Not worth rounding where it cannot come in.
    if (worst !== undefined && sign * raw < sign * worst.score - 1e-6) continue
    const score = roundedScore(raw)
    if (passes(metric, score, threshold)) best.offer({ ...head, score })
  }
  return best.inOrder()
}

/** A vector as a collection keeps it and compares with it: with cosine of length one, unless all of it is zero. */
export const keptVector = (metric: Metric, vector: readonly number[]): readonly number[] => {
  if (metric !== 'cosine') return vector
  const length = Math.sqrt(vector.reduce((sum, each) => sum + each * each, 0))
  return length === 0 ? vector : vector.map((each) => each / length)
}

/** Four at a time: the sums do not wait for one another. */
const product = (data: Float32Array, from: number, query: Float64Array): number => {
  const length = query.length
  // One by one: to take a list apart here doubles the time.
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let i = 0
  // Casts here and below: every index is inside.
  for (; i + 3 < length; i += 4) {
    a += (data[from + i] as number) * (query[i] as number)
    b += (data[from + i + 1] as number) * (query[i + 1] as number)
    c += (data[from + i + 2] as number) * (query[i + 2] as number)
    d += (data[from + i + 3] as number) * (query[i + 3] as number)
  }
  for (; i < length; i += 1) a += (data[from + i] as number) * (query[i] as number)
  return a + b + c + d
}

const distance = (data: Float32Array, from: number, query: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < query.length; i += 1) {
    const apart = (data[from + i] as number) - (query[i] as number)
    sum += apart * apart
  }
  return Math.sqrt(sum)
}

/** The first so many in an order, of any number that are offered: a heap with the last of them on top. */
const bounded = <A>(most: number, order: (a: A, b: A) => number) => {
  const heap: A[] = []
  const isBehind = (i: number, j: number): boolean => order(heap[i] as A, heap[j] as A) > 0
  const swap = (i: number, j: number): void => {
    ;[heap[i], heap[j]] = [heap[j] as A, heap[i] as A]
  }
  const rise = (from: number): void => {
    for (let i = from; i > 0;) {
      const parent = (i - 1) >> 1
      if (!isBehind(i, parent)) return
      swap(i, parent)
      i = parent
    }
  }
  const sink = (): void => {
    for (let i = 0; ;) {
      let top = i
      for (const child of [2 * i + 1, 2 * i + 2]) if (child < heap.length && isBehind(child, top)) top = child
      if (top === i) return
      swap(i, top)
      i = top
    }
  }
  return {
    /** The last of them, once there are so many. */
    worst: (): A | undefined => (heap.length < most ? undefined : heap[0]),
    offer: (item: A): void => {
      if (heap.length < most) {
        heap.push(item)
        rise(heap.length - 1)
      } else if (order(item, heap[0] as A) < 0) {
        heap[0] = item
        sink()
      }
    },
    inOrder: (): readonly A[] => [...heap].sort(order),
  }
}
