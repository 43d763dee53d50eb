import * as E from 'fp-ts/lib/Either.js'
import type { VectorPayload } from '@chorale/core/ports/vector'
import { layPayload } from '../compile/payload.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'
import { forEachId } from './each-id.js'

/** Answers `vector/payload`. */
export const payload = (session: Session) =>
  carried(session, async ({ ids, set }: VectorPayload, ask) => {
    const done = await forEachId(ask, ids, (piece) => layPayload(ask.collection, piece, set))
    return E.isLeft(done) ? done : E.right({ changed: done.right })
  })
