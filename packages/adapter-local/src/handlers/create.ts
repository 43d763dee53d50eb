import * as E from 'fp-ts/lib/Either.js'
import type { JournalCreate, RunRecord } from '@chorale/core/ports/journal'
import { checksumOf } from '../checksum.js'
import { insertRun, recordCells, selectRun } from '../compile/runs.js'
import { taken } from '../faults/index.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `journal/create`. A new run is never begun on the reserve. */
export const create = (session: Session) =>
  carried(({ run, program, labels, parent, hash, at }: JournalCreate) => {
    const scene = { doing: 'create a journal', ids: { run } }
    return session.write(scene, 'no reserve', ({ connection }) => {
      if (connection.read(selectRun(run)).length > 0) return E.left(taken(scene, run))
      const record: RunRecord = {
        ...{ run, program, labels, parent, hash },
        ...{ status: 'running', next: 0, createdAt: at, updatedAt: at },
      }
      connection.run(insertRun(record, checksumOf(recordCells(record))))
      return E.right({ created: true as const })
    })
  })
