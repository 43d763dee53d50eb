import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { EffectError } from '@chorale/core/fault'
import type { JournalLoad, Snapshot } from '@chorale/core/ports/journal'
import { selectSnapshot } from '../compile/runs.js'
import { snapshotOf } from '../decode/run.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'
import { findRun } from './find-run.js'

/** Answers `journal/load`. */
export const load = (session: Session) =>
  carried(({ run }: JournalLoad) => {
    const scene = { doing: 'load a run', ids: { run } }
    return session.read(scene, ({ connection }) =>
      pipe(
        findRun(scene, connection, run),
        E.chain(({ id, record }) => {
          const [row] = connection.read(selectSnapshot(id))
          const kept: Either<EffectError, Snapshot | null> = row === undefined ? E.right(null) : snapshotOf(scene, row)
          return E.map((snapshot: Snapshot | null) => ({ record, snapshot }))(kept)
        }),
      ),
    )
  })
