import * as E from 'fp-ts/lib/Either.js'
import {
  fitsFilter,
  pointUuid,
  type Point,
  type PointHead,
  type VectorGet,
  type VectorScroll,
} from '@chorale/core/ports/vector'
import { selectBehind } from '../compile/points.js'
import { numbersOf } from '../decode/node.js'
import type { FoundPoint } from '../decode/point.js'
import { floatsOut } from '../floats.js'
import type { Session } from '../session.js'
import { pointsIn } from '../vectors.js'
import { carried } from './carried.js'
import { within } from './find-collection.js'
import { pointNumbers } from './point-numbers.js'

/** Answers `vector/get`. */
export const vectorGet = (session: Session) =>
  carried((effect: VectorGet) =>
    within(session, 'read', ({ connection }, { id, dimension }) => {
      const numbers = [...pointNumbers(connection, id, effect.ids).values()]
      const points = [...pointsIn(connection, numbers)]
      return E.right({ points: points.map((point) => shown(point, dimension, effect.vectors)) })
    })(effect),
  )

/** Answers `vector/scroll`: in the order of an index, up to the first point behind the page. */
export const vectorScroll = (session: Session) =>
  carried((effect: VectorScroll) =>
    within(session, 'read', ({ connection }, { id, dimension, points }) => {
      const { filter = [], after, limit, vectors } = effect
      const most = filter.length === 0 ? limit + 1 : points
      const behind = selectBehind(id, after === undefined ? '' : pointUuid(after), most)
      const page: (Point | PointHead)[] = []
      for (const point of pointsIn(connection, numbersOf(connection.read(behind)))) {
        if (!fitsFilter(point.payload, filter)) continue
        if (page.length === limit) return E.right({ points: page, after: page.at(-1)?.id ?? null })
        page.push(shown(point, dimension, vectors))
      }
      return E.right({ points: page, after: null })
    })(effect),
  )

const shown = (
  { id, payload, vector }: FoundPoint,
  dimension: number,
  vectors: 'with' | 'without',
): Point | PointHead => {
  if (vectors === 'without') return { id, payload }
  const data = new Float32Array(dimension)
  floatsOut(vector, { data, from: 0, dimension })
  return { id, payload, vector: [...data] }
}
