import * as E from 'fp-ts/lib/Either.js'
import type { Point, PointHead, VectorScroll } from '@chorale/core/ports/vector'
import { scrollPoints } from '../compile/scroll.js'
import { headOf, pointOf } from '../decode/point.js'
import { all, listOf, membersOf } from '../decode/reply.js'
import { unreadable } from '../faults/index.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `vector/scroll`. */
export const scroll = (session: Session) =>
  carried(session, async (effect: VectorScroll, ask) => {
    const shape = await ask.shape()
    if (E.isLeft(shape)) return shape
    const request = scrollPoints(ask.collection, effect)
    if (request === undefined) return E.right({ points: [], after: null })
    const result = await ask.call(request)
    if (E.isLeft(result)) return result
    const page = membersOf(result.right)
    const points = all<Point | PointHead>(listOf(page['points']), effect.vectors === 'with' ? pointOf : headOf)
    if (points === undefined) return E.left(unreadable(ask.scene, 'a point is not one'))
    const isLast = (page['next_page_offset'] ?? null) === null
    return E.right({ points, after: isLast ? null : (points.at(-1)?.id ?? null) })
  })
