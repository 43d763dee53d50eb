import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { JournalSnapshot } from '@chorale/core/ports/journal'
import { checksumOf } from '../checksum.js'
import { keepSnapshot, snapshotCells } from '../compile/runs.js'
import { beyond, isCount, uncounted } from '../faults/index.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'
import { findRun } from './find-run.js'

/** Answers `journal/snapshot`. A run can do without: it is not taken from the reserve. */
export const snapshot = (session: Session) =>
  carried((effect: JournalSnapshot) => {
    const scene = { doing: 'keep a snapshot', ids: { run: effect.run } }
    return session.write(scene, 'no reserve', ({ connection }) =>
      pipe(
        findRun(scene, connection, effect.run),
        E.chain(({ id, record }) => {
          const { next } = effect.snapshot
          if (!isCount(next, 0)) return E.left(uncounted(scene, { next }))
          if (next > record.next) return E.left(beyond(scene, next, record.next))
          connection.run(keepSnapshot(id, effect.snapshot, checksumOf(snapshotCells(id, effect.snapshot))))
          return E.right({ saved: true as const })
        }),
      ),
    )
  })
