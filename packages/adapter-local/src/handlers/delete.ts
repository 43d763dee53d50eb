import * as E from 'fp-ts/lib/Either.js'
import type { JournalDelete } from '@chorale/core/ports/journal'
import { deleteRun, searchRun } from '../compile/runs.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `journal/delete`: of a damaged run, too, and on the reserve, because it is the way out of a full disk. */
export const drop = (session: Session) =>
  carried(({ run }: JournalDelete) => {
    const scene = { doing: 'delete a run', ids: { run } }
    return session.write(scene, 'reserve', ({ connection, memories }) => {
      const found = connection.read(searchRun(run))
      for (const [id] of found) {
        for (const request of deleteRun(Number(id))) connection.run(request)
        memories.delete(Number(id))
      }
      return E.right({ deleted: found.length > 0 })
    })
  })
