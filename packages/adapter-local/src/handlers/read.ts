import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { EffectError } from '@chorale/core/fault'
import type { Entry, JournalRead } from '@chorale/core/ports/journal'
import { selectBodies, selectEntries, selectSent, type Range } from '../compile/entries.js'
import { entriesOf, missingSent } from '../decode/entries.js'
import type { Connection } from '../driver.js'
import { damagedRun, isCount, uncounted } from '../faults/index.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'
import { findRun } from './find-run.js'

/** Answers `journal/read`. */
export const read = (session: Session) =>
  carried(({ run, from, limit, payloads }: JournalRead) => {
    const scene = { doing: 'read a journal', ids: { run } }
    return session.read(scene, ({ connection }) =>
      pipe(
        findRun(scene, connection, run),
        E.chain(({ id, record }) => {
          if (!isCount(from, 0) || !isCount(limit, 0)) return E.left(uncounted(scene, { from, limit }))
          const range = { run: id, from, to: Math.min(from + limit, record.next) }
          return pipe(
            entriesIn(connection, range, payloads),
            E.mapLeft(({ sequence, because }) => damagedRun(scene, sequence, because)),
          )
        }),
        E.map((entries) => ({ entries, next: from + entries.length })),
      ),
    ) satisfies Either<EffectError, unknown>
  })

/** Rows are packed by so many, however large the page: one text of all would meet the longest a text can be. */
const most = 5000

const entriesIn = (connection: Connection, { run, from, to }: Range, payloads: JournalRead['payloads']) => {
  const all: Entry[] = []
  for (let at = from; at < to; at += most) {
    const part: Range = { run, from: at, to: Math.min(at + most, to) }
    const rows = connection.read(selectEntries(part))
    const missing = missingSent(rows, at)
    const sent = missing.length === 0 ? [] : connection.read(selectSent(run, missing))
    const bodies = connection.texts(selectBodies(part, payloads))
    const entries = entriesOf({ from: at, count: part.to - at, rows, sent, bodies, payloads })
    if (E.isLeft(entries)) return entries
    for (const entry of entries.right) all.push(entry)
  }
  return E.right(all)
}
