import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EffectError } from '@chorale/core/fault'
import { listCollections } from '../compile/collection.js'
import type { Session } from '../session.js'

/** Whether the server answers and takes the key. */
export const ready =
  (session: Session): TaskEither<EffectError, void> =>
  () =>
    session.carry({ doing: 'get the Qdrant store ready' }, new AbortController().signal, async (ask) =>
      E.map((): void => undefined)(await ask.call(listCollections)),
    )
