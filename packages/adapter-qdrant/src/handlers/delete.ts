import * as E from 'fp-ts/lib/Either.js'
import type { VectorDelete } from '@chorale/core/ports/vector'
import { deletePoints } from '../compile/points.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'
import { forEachId } from './each-id.js'

/** Answers `vector/delete`. */
export const remove = (session: Session) =>
  carried(session, async ({ ids }: VectorDelete, ask) => {
    const done = await forEachId(ask, ids, (piece) => deletePoints(ask.collection, piece))
    return E.isLeft(done) ? done : E.right({ deleted: done.right })
  })
