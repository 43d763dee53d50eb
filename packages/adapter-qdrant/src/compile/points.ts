import { pointUuid, type Metric, type Point } from '@chorale/core/ports/vector'
import { idName, storedPayload } from './payload.js'
import type { Request } from './request.js'
import { sentVector } from './vector.js'

/** Writes points, each in place of the one that is there. */
export const upsertPoints = (collection: string, metric: Metric, points: readonly Point[]): Request => ({
  route: 'upsertPoints',
  kind: 'write',
  args: {
    collection_name: collection,
    wait: true,
    points: points.map((point) => storedPoint(point, metric)),
  },
})

/** A point under its UUID, with its id in the payload where that is another one. */
const storedPoint = ({ id, vector, payload }: Point, metric: Metric) => {
  const [uuid, stored] = [pointUuid(id), storedPayload(payload)]
  return { id: uuid, vector: sentVector(metric, vector), payload: uuid === id ? stored : { ...stored, [idName]: id } }
}

/** Reads points by their ids. */
export const readPoints = (collection: string, ids: readonly string[], vectors: 'with' | 'without'): Request => ({
  route: 'getPoints',
  kind: 'read',
  args: {
    ...{ collection_name: collection, ids: ids.map(pointUuid) },
    ...{ with_payload: true, with_vector: vectors === 'with' },
  },
})

/** Deletes points by their ids; what is not there is passed over. */
export const deletePoints = (collection: string, ids: readonly string[]): Request => ({
  route: 'deletePoints',
  kind: 'write',
  args: { collection_name: collection, wait: true, points: ids.map(pointUuid) },
})
