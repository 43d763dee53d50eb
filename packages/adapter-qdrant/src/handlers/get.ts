import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import type { Point, PointHead, VectorGet } from '@chorale/core/ports/vector'
import { pieces } from '../batches.js'
import { readPoints } from '../compile/points.js'
import { headOf, pointOf } from '../decode/point.js'
import { all, listOf } from '../decode/reply.js'
import { unreadable } from '../faults/index.js'
import type { Ask, Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `vector/get`. */
export const get = (session: Session) =>
  carried(session, async ({ ids, vectors }: VectorGet, ask) => {
    const shape = await ask.shape()
    if (E.isLeft(shape)) return shape
    const found = await pointsUnder(ask, [...new Set(ids)], vectors)
    return E.isLeft(found) ? found : E.right({ points: found.right })
  })

/** Points that one request reads. */
const most = 1000

/** Points under ids, in their order; what is not there is left out. */
export const pointsUnder = async (
  ask: Ask,
  ids: readonly string[],
  vectors: 'with' | 'without',
): Promise<Either<EffectError, readonly (Point | PointHead)[]>> => {
  const found = new Map<string, Point | PointHead>()
  for (const piece of pieces(ids, most)) {
    const result = await ask.call(readPoints(ask.collection, piece, vectors))
    if (E.isLeft(result)) return result
    const points = all<Point | PointHead>(listOf(result.right), vectors === 'with' ? pointOf : headOf)
    if (points === undefined) return E.left(unreadable(ask.scene, 'a point is not one'))
    for (const point of points) found.set(point.id, point)
  }
  return E.right(ids.flatMap((id) => found.get(id) ?? []))
}
