import { checksumOf } from '../checksum.js'
import type { CollectionRecord } from '../compile/collections.js'
import type { Row } from '../driver.js'
import type { Metric } from '@chorale/core/ports/vector'

/** A collection as it was found in its table. */
export interface FoundCollection extends CollectionRecord {
  /** Its number in the table. */
  readonly id: number
}

/** A collection from the columns of `selectCollection`; undefined where its checksum does not fit. */
export const collectionOf = ([id, checksum, ...cells]: Row): FoundCollection | undefined => {
  if (typeof id !== 'number' || checksumOf(cells).toString('hex') !== checksum) return undefined
  const [collection, dimension, metric, points, changes] = cells
  return {
    ...{ id, collection: String(collection), dimension: Number(dimension) },
    // A cast after the checksum: this is what was written.
    ...{ metric: metric as Metric, points: Number(points), changes: Number(changes) },
  }
}
