import * as E from 'fp-ts/lib/Either.js'
import type { VectorUpsert } from '@chorale/core/ports/vector'
import { batches } from '../batches.js'
import { upsertPoints } from '../compile/points.js'
import { otherDimension, partly } from '../faults/index.js'
import type { Session } from '../session.js'
import { streamed } from '../streamed.js'
import { carried } from './carried.js'

/** Answers `vector/upsert`: in several requests where there are many points, so that an error may leave some of them written. */
export const upsert = (session: Session) =>
  carried(session, async ({ points }: VectorUpsert, ask) => {
    const shape = await ask.shape()
    if (E.isLeft(shape)) return shape
    const { dimension, metric } = shape.right
    for (const [i, { vector }] of points.entries())
      if (vector.length !== dimension) {
        const flaw = { path: `points[${i}].vector`, found: vector.length, wanted: dimension }
        return E.left(otherDimension(ask.scene, flaw))
      }
    const { batchSize, streams } = ask.config
    const { failed, done } = await streamed(batches(points, batchSize), streams, (batch) =>
      ask.call(upsertPoints(ask.collection, metric, batch)),
    )
    const written = done.reduce((sum, { piece }) => sum + piece.length, 0)
    return failed === undefined
      ? E.right({ points: points.length })
      : E.left(partly(failed, { written, of: points.length }))
  })
