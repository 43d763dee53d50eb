import * as E from 'fp-ts/lib/Either.js'
import {
  keptVector,
  pointUuid,
  type Payload,
  type VectorDelete,
  type VectorPayload,
  type VectorUpsert,
} from '@chorale/core/ports/vector'
import { checksumOf, checksumWith } from '../checksum.js'
import { collectionCells, updateCollection } from '../compile/collections.js'
import { inserts } from '../compile/packed.js'
import { deletePoints, pointCells, pointValues } from '../compile/points.js'
import type { FoundCollection } from '../decode/collection.js'
import type { Connection } from '../driver.js'
import { otherDimension } from '../faults/index.js'
import { floatsIn } from '../floats.js'
import type { Session } from '../session.js'
import { pointsIn } from '../vectors.js'
import { carried } from './carried.js'
import { sceneOf, within } from './find-collection.js'
import { pointNumbers } from './point-numbers.js'

/** Answers `vector/upsert`: one transaction. */
export const vectorUpsert = (session: Session) =>
  carried((effect: VectorUpsert) =>
    within(session, 'write', ({ connection }, found) => {
      const { points } = effect
      const off = points.findIndex(({ vector }) => vector.length !== found.dimension)
      if (off !== -1) {
        const place = { path: `points[${off}].vector`, found: points[off]?.vector.length ?? 0 }
        return E.left(otherDimension(sceneOf(effect), found, place))
      }
      const numbers = pointNumbers(
        connection,
        found.id,
        points.map(({ id }) => id),
      )
      write(
        connection,
        found,
        points.map(({ id, vector, payload }) => ({
          ...{ id, payload: plainText(payload), vector: floatsIn(keptVector(found.metric, vector)) },
          number: numbers.get(id) ?? null,
        })),
      )
      return E.right({ points: points.length })
    })(effect),
  )

/** Answers `vector/payload`. */
export const vectorPayload = (session: Session) =>
  carried((effect: VectorPayload) =>
    within(session, 'write', ({ connection }, found) => {
      const numbers = [...pointNumbers(connection, found.id, effect.ids).values()]
      const points = [...pointsIn(connection, numbers)]
      write(
        connection,
        found,
        points.map((point) => ({ ...point, payload: plainText({ ...point.payload, ...effect.set }) })),
      )
      return E.right({ changed: true as const })
    })(effect),
  )

/** Answers `vector/delete`. */
export const vectorDelete = (session: Session) =>
  carried((effect: VectorDelete) =>
    within(session, 'write', ({ connection }, found) => {
      const numbers = [...pointNumbers(connection, found.id, effect.ids).values()]
      if (numbers.length > 0) {
        connection.run(deletePoints(numbers))
        counted(connection, found, -numbers.length)
      }
      return E.right({ deleted: true as const })
    })(effect),
  )

/** A payload as JSON text, without what is null. */
const plainText = (payload: Payload): string =>
  JSON.stringify(Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null)))

interface Written {
  readonly id: string
  /** The point's number; null where it is new. */
  readonly number: number | null
  readonly payload: string
  readonly vector: Uint8Array
}

const write = (connection: Connection, found: FoundCollection, points: readonly Written[]): void => {
  if (points.length === 0) return
  const rows = points.map(({ id, number, payload, vector }) => {
    const row = { collection: found.id, id, uuid: pointUuid(id), change: found.changes + 1, payload }
    return pointValues(row, { number, vector, checksum: checksumWith(pointCells(row), vector) })
  })
  for (const request of inserts('OR REPLACE INTO points', rows)) connection.run(request)
  counted(connection, found, points.filter(({ number }) => number === null).length)
}

/** Counts a change: whoever has read the collection knows by it that there is something to read again. */
const counted = (connection: Connection, { id, ...record }: FoundCollection, more: number): void => {
  const after = { ...record, points: record.points + more, changes: record.changes + 1 }
  connection.run(updateCollection(id, after, checksumOf(collectionCells(after))))
}
