import * as E from 'fp-ts/lib/Either.js'
import type { VectorDrop } from '@chorale/core/ports/vector'
import { dropCollection } from '../compile/collection.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `vector/drop`. */
export const drop = (session: Session) =>
  carried(session, async (_effect: VectorDrop, ask) => {
    const dropped = await ask.call(dropCollection(ask.collection))
    ask.forget()
    if (E.isRight(dropped)) return E.right({ dropped: dropped.right === true })
    return dropped.left._tag === 'NotFound' ? E.right({ dropped: false }) : dropped
  })
