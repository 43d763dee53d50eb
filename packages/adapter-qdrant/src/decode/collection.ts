import type { Metric } from '@chorale/core/ports/vector'
import { distances } from '../compile/collection.js'
import { membersOf } from './reply.js'

/** What the server says of a collection. */
export interface Shape {
  readonly dimension: number
  readonly metric: Metric
  /** Properties that are indexed. */
  readonly indexed: ReadonlySet<string>
}

/** A collection's shape; undefined where it holds something else than one vector a point with a metric of the port. */
export const shapeOf = (result: unknown): Shape | undefined => {
  const { config, payload_schema } = membersOf(result)
  const { size, distance } = membersOf(membersOf(membersOf(config)['params'])['vectors'])
  const metric = metrics.find((each) => distances[each] === distance)
  return typeof size !== 'number' || metric === undefined
    ? undefined
    : { dimension: size, metric, indexed: new Set(Object.keys(membersOf(payload_schema))) }
}

const metrics: readonly Metric[] = ['cosine', 'dot', 'euclid']
