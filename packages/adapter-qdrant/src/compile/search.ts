import type { Metric, VectorSearch } from '@chorale/core/ports/vector'
import { filterOf } from './filter.js'
import { exactMark, idName } from './payload.js'
import type { Request } from './request.js'
import { sentVector } from './vector.js'

/** How a search is put to the server. */
export interface Manner {
  readonly collection: string
  readonly metric: Metric
  readonly search: 'exact' | 'approximate'
  /** How many hits: more than wanted, to see where the last score ends. */
  readonly limit: number
  /** The whole payload, or only what hits are ordered by. */
  readonly payload: 'whole' | 'order'
}

/** Asks for the nearest points. */
export const searchPoints = (
  { vector, filter, threshold }: Pick<VectorSearch, 'vector' | 'filter' | 'threshold'>,
  { collection, metric, search, limit, payload }: Manner,
): Request => ({
  route: 'queryPoints',
  kind: 'read',
  args: {
    ...{ collection_name: collection, query: sentVector(metric, vector), limit },
    ...filterOf(filter),
    ...(threshold === undefined ? {} : { score_threshold: widened(metric, threshold) }),
    ...{ params: { exact: search === 'exact' }, with_vector: false },
    with_payload: payload === 'whole' ? true : { include: [idName, 'created_at', exactMark('created_at')] },
  },
})

/** The largest number that the server can compare a score with. */
const most = 3.4e38

/** A threshold of the server lets through what rounding may bring over the port's. */
const widened = (metric: Metric, threshold: number): number => {
  const margin = 1e-6 + Math.abs(threshold) * 1e-6
  const wide = metric === 'euclid' ? threshold + margin : threshold - margin
  return Math.min(Math.max(wide, -most), most)
}
