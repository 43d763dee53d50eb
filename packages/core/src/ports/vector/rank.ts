import type { Json } from '../../kit/base/index.js'
import { compareText, compareValues, holds, type Condition } from '../condition.js'
import type { Property } from '../graph/node.js'
import type { Hit } from './effects.js'
import type { Metric, Payload } from './point.js'

/** A score as it is told and ordered by: six decimals, so that stores that add up in another order agree. */
export const roundedScore = (score: number): number => {
  const rounded = Math.round(score * 1e6) / 1e6
  // No negative zero.
  return rounded === 0 ? 0 : rounded
}

/** Whether a score passes a threshold. */
export const passes = (metric: Metric, score: number, threshold: number | undefined): boolean =>
  threshold === undefined || (metric === 'euclid' ? score <= threshold : score >= threshold)

/** The order of hits: the best first, then the newest, then by id. */
export const compareHits =
  (metric: Metric) =>
  (a: Hit, b: Hit): number => {
    const better = metric === 'euclid' ? a.score - b.score : b.score - a.score
    if (better !== 0) return better
    const [x, y] = [single(a.payload['created_at']), single(b.payload['created_at'])]
    const older = compareValues(x, y)
    if (older !== 0) return x === null || y === null ? older : -older
    return compareText(a.id, b.id)
  }

/** What a filter sees of a payload: texts, numbers and booleans; anything else is nothing. */
const single = (value: Json | undefined): Property =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null

/**
 * Whether a payload fits a filter: the reference for every store. A list fits a condition where one of its members does, `not` where none is equal;
 * an empty list, an object and null are like absent.
 */
export const fitsFilter = (payload: Payload, filter: readonly Condition[] = []): boolean =>
  filter.every((condition) => {
    const value = Object.hasOwn(payload, condition.name) ? payload[condition.name] : undefined
    const members = Array.isArray(value) && value.length > 0 ? value.map(single) : [single(value)]
    return condition._tag === 'not'
      ? members.every((member) => holds(condition, member))
      : members.some((member) => holds(condition, member))
  })
