import { compareText } from '@chorale/core/ports'
import {
  fitsFilter,
  keptVector,
  nearest,
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
import { rows } from './rows.js'
import { slots } from './slots.js'

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
  const there = slots()
  const uuids = uuidBook()
  const { heads } = there
  const head = (id: string): PointHead | undefined => heads[there.of(id) ?? -1]
  const shown = ({ id, payload }: PointHead, vectors: 'with' | 'without'): Point | PointHead => {
    const copy = { id, payload: plain(payload) }
    return vectors === 'without' ? copy : { ...copy, vector: kept.at(there.of(id) ?? 0) }
  }
  return {
    ...{ dimension, metric },
    put: ({ id, vector, payload }) => kept.set(there.put({ id, payload: plain(payload) }), keptVector(metric, vector)),
    point: (id, vectors) => {
      const known = head(id)
      return known === undefined ? undefined : shown(known, vectors)
    },
    lay: (id, set) => {
      const known = head(id)
      if (known !== undefined) there.put({ id, payload: plain({ ...known.payload, ...set }) })
    },
    remove: (id) => {
      const moved = there.remove(id)
      uuids.forget(id)
      if (moved !== undefined) kept.move(moved.from, moved.to)
    },
    payloads: function* () {
      for (const { payload } of heads) yield payload
    },
    nearest: (search) => {
      const hits = nearest({ metric, dimension, data: kept.data(), heads }, search)
      return hits.map((hit) => ({ ...hit, payload: plain(hit.payload) }))
    },
    page: ({ filter, after, limit, vectors }) => {
      const fitting = heads.filter(({ payload }) => fitsFilter(payload, filter)).map(({ id }) => id)
      const ids = uuids.behind(fitting, after)
      const points = ids.slice(0, limit).flatMap((id) => head(id) ?? [])
      return {
        points: points.map((each) => shown(each, vectors)),
        after: ids.length > limit ? (points.at(-1)?.id ?? null) : null,
      }
    },
  }
}

/** Looked up once for each id: a UUID is a hash. */
const uuidBook = () => {
  const known = new Map<string, string>()
  const uuidOf = (id: string): string => {
    const uuid = known.get(id) ?? pointUuid(id)
    known.set(id, uuid)
    return uuid
  }
  return {
    forget: (id: string) => known.delete(id),
    /** Ids in the order of their UUIDs, behind one. */
    behind: (ids: readonly string[], after: string | undefined): readonly string[] => {
      const from = after === undefined ? '' : pointUuid(after)
      return ids
        .map((id) => ({ id, uuid: uuidOf(id) }))
        .filter(({ uuid }) => uuid > from)
        .sort((a, b) => compareText(a.uuid, b.uuid))
        .map(({ id }) => id)
    },
  }
}

/** A copy as JSON would give it back, without what is null. */
const plain = (payload: Payload): Payload =>
  // A cast at the seam: a copy of a payload is one.
  Object.fromEntries(
    Object.entries(JSON.parse(JSON.stringify(payload)) as Payload).filter(([, value]) => value !== null),
  )
