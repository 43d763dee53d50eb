import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { checkVector, type VectorCollection, type VectorDrop } from '@chorale/core/ports/vector'
import { checksumOf } from '../checksum.js'
import { collectionCells, deleteCollection, insertCollection, searchCollection } from '../compile/collections.js'
import { numbersOf } from '../decode/node.js'
import { otherCollection } from '../faults/index.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'
import { findCollection, sceneOf } from './find-collection.js'

/** Answers `vector/collection`. Every search compares every point: indexes of payloads are taken and mean nothing. */
export const vectorCollection = (session: Session) =>
  carried((effect: VectorCollection) => {
    const fault = checkVector(effect)
    if (fault !== undefined) return E.left(fault)
    const { collection, dimension, metric } = effect
    const scene = sceneOf(effect)
    return session.write(scene, 'no reserve', ({ connection }) =>
      pipe(
        findCollection(scene, connection, collection),
        E.chain((found) => {
          if (found !== undefined)
            return found.dimension === dimension && found.metric === metric
              ? E.right({ created: false })
              : E.left(otherCollection(scene, found))
          const record = { collection, dimension, metric, points: 0, changes: 0 }
          connection.run(insertCollection(record, checksumOf(collectionCells(record))))
          return E.right({ created: true })
        }),
      ),
    )
  })

/** Answers `vector/drop`: of a damaged collection, too, and on the reserve, because it makes room. */
export const vectorDrop = (session: Session) =>
  carried((effect: VectorDrop) => {
    const fault = checkVector(effect)
    if (fault !== undefined) return E.left(fault)
    return session.write(sceneOf(effect), 'reserve', ({ connection, vectors }) => {
      const found = numbersOf(connection.read(searchCollection(effect.collection)))
      for (const id of found) {
        for (const request of deleteCollection(id)) connection.run(request)
        vectors.delete(id)
      }
      return E.right({ dropped: found.length > 0 })
    })
  })
