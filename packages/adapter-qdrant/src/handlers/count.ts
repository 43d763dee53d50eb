import * as E from 'fp-ts/lib/Either.js'
import type { VectorCount } from '@chorale/core/ports/vector'
import { countPoints } from '../compile/scroll.js'
import { membersOf } from '../decode/reply.js'
import { unreadable } from '../faults/index.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `vector/count`. */
export const count = (session: Session) =>
  carried(session, async (effect: VectorCount, ask) => {
    const shape = await ask.shape()
    if (E.isLeft(shape)) return shape
    const result = await ask.call(countPoints(ask.collection, effect))
    if (E.isLeft(result)) return result
    const { count } = membersOf(result.right)
    return typeof count === 'number' ? E.right({ count }) : E.left(unreadable(ask.scene, 'the count is no number'))
  })
