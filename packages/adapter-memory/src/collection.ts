import { compareText } from '@chorale/core/ports'
import {
  fitsFilter,
  pointUuid,
  type Metric,
  type Payload,
  type Point,
  type PointHead,
  type VectorPage,
  type VectorScroll,
  type VectorSearch,
  type Hit,
} from '@chorale/core/ports/vector'
import { nearest } from './nearest.js'
import { rows } from './rows.js'

/** One collection: vectors one behind the other in one array, payloads beside them. */
export interface Collection {
  readonly dimension: number
  readonly metric: Metric
  readonly put: (point: Point) => void
  readonly point: (id: string, vectors: 'with' | 'without') => Point | PointHead | undefined
  /** Lays properties over a payload; one that is null is taken away. */
  readonly lay: (id: string, set: Payload) => void
  readonly remove: (id: string) => void
  readonly payloads: () => Iterable<Payload>
  readonly nearest: (search: VectorSearch) => readonly Hit[]
  readonly page: (scroll: VectorScroll) => VectorPage
}

/** An empty collection. */
export const collection = (dimension: number, metric: Metric): Collection => {
  const kept = rows(dimension)
  const heads: PointHead[] = []
  const slots = new Map<string, number>()
  const head = (id: string): PointHead | undefined => heads[slots.get(id) ?? -1]
  const shown = ({ id, payload }: PointHead, vectors: 'with' | 'without'): Point | PointHead => {
    const copy = { id, payload: plain(payload) }
    return vectors === 'without' ? copy : { ...copy, vector: kept.at(slots.get(id) ?? 0) }
  }
  return {
    ...{ dimension, metric },
    put: ({ id, vector, payload }) => {
      const slot = slots.get(id) ?? heads.length
      slots.set(id, slot)
      heads[slot] = { id, payload: plain(payload) }
      kept.set(slot, metric === 'cosine' ? unit(vector) : vector)
    },
    point: (id, vectors) => {
      const there = head(id)
      return there === undefined ? undefined : shown(there, vectors)
    },
    lay: (id, set) => {
      const slot = slots.get(id)
      const there = head(id)
      if (slot !== undefined && there !== undefined) heads[slot] = { id, payload: plain({ ...there.payload, ...set }) }
    },
    remove: (id) => {
      const slot = slots.get(id)
      const last = heads.pop()
      if (slot === undefined || last === undefined) return void (last !== undefined && heads.push(last))
      slots.delete(id)
      if (slot === heads.length) return
      // The last takes the place of the one that goes.
      heads[slot] = last
      slots.set(last.id, slot)
      kept.move(heads.length, slot)
    },
    payloads: function* () {
      for (const { payload } of heads) yield payload
    },
    nearest: (search) => {
      const query = metric === 'cosine' ? unit(search.vector) : search.vector
      const hits = nearest({ metric, dimension, data: kept.data(), heads }, { ...search, vector: query })
      return hits.map((hit) => ({ ...hit, payload: plain(hit.payload) }))
    },
    page: ({ filter, after, limit, vectors }) => {
      const behind = after === undefined ? undefined : pointUuid(after)
      const found = heads
        .filter(({ payload }) => fitsFilter(payload, filter))
        .map((each) => ({ each, uuid: pointUuid(each.id) }))
        .filter(({ uuid }) => behind === undefined || compareText(uuid, behind) > 0)
        .sort((a, b) => compareText(a.uuid, b.uuid))
      const points = found.slice(0, limit).map(({ each }) => each)
      return {
        points: points.map((each) => shown(each, vectors)),
        after: found.length > limit ? (points.at(-1)?.id ?? null) : null,
      }
    },
  }
}

/** Length one, as stores keep what is compared by direction; a vector of nothing stays one. */
const unit = (vector: readonly number[]): readonly number[] => {
  const length = Math.sqrt(vector.reduce((sum, each) => sum + each * each, 0))
  return length === 0 ? vector : vector.map((each) => each / length)
}

/** A copy as JSON would give it back, without what is null. */
const plain = (payload: Payload): Payload =>
  // A cast at the seam: a copy of a payload is one.
  Object.fromEntries(
    Object.entries(JSON.parse(JSON.stringify(payload)) as Payload).filter(([, value]) => value !== null),
  )
