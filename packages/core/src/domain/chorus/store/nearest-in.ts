import { keptVector, mostHits, nearest, type Hit, type Metric, type Point } from '../../../ports/vector/index.js'
import type { CollectionShape } from './checks.js'

/** The nearest of some points, with how alike they are as their score. Points that cannot be compared are passed over. */
export const nearestIn = (
  { metric, dimension }: CollectionShape,
  points: readonly Point[],
  asked: { readonly vector: readonly number[]; readonly limit: number; readonly threshold?: number },
): readonly Hit[] => {
  const heads = points.filter(({ vector }) => vector.length === dimension && vector.every(Number.isFinite))
  const data = new Float32Array(heads.length * dimension)
  heads.forEach(({ vector }, i) => data.set(keptVector(metric, vector), i * dimension))
  const { vector, limit, threshold } = asked
  const bound = thresholdOf(metric, threshold)
  return nearest(
    { metric, dimension, data, heads: heads.map(({ id, payload }) => ({ id, payload })) },
    { vector, limit, ...(bound === undefined ? {} : { threshold: bound }) },
  ).map(alike(metric))
}

/** A hit with its similarity as its score: a distance becomes one, 1 for none and towards 0 the farther. */
export const alike =
  (metric: Metric) =>
  (hit: Hit): Hit =>
    metric === 'euclid' ? { ...hit, score: 1 / (1 + hit.score) } : hit

/** The bound of a store for a bound in similarity. */
export const thresholdOf = (metric: Metric, similarity: number | undefined): number | undefined =>
  metric !== 'euclid' || similarity === undefined ? similarity : similarity > 0 ? 1 / similarity - 1 : undefined

/** Whether hits leave a search short of what it wants although there may be more; if so, how many to ask for. */
export const moreThan = (
  { limit, wanted }: { readonly limit: number; readonly wanted: number },
  { hits, priors }: { readonly hits: number; readonly priors: number },
): number | undefined =>
  priors < wanted && hits === limit && limit < mostHits ? Math.min(mostHits, limit + 2 * (wanted - priors)) : undefined
