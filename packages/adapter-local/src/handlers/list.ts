import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { EffectError } from '@chorale/core/fault'
import type { JournalList, RunPage } from '@chorale/core/ports/journal'
import { countRuns, selectListed, selectRuns } from '../compile/runs.js'
import { fits, listedOf, newestFirst, type Listed } from '../decode/list.js'
import { readable } from '../decode/readable.js'
import { runOf } from '../decode/run.js'
import type { Connection } from '../driver.js'
import { damagedStore, gone, isCount, uncounted, type Scene } from '../faults/index.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `journal/list`. Runs are chosen and ordered here, not in SQL, which orders texts by code point: a list of 10,000 takes as long as an append. */
export const list = (session: Session) =>
  carried((effect: JournalList) => {
    const scene = { doing: 'list runs' }
    return session.read(scene, ({ connection }) => page(scene, connection, effect))
  })

const page = (
  scene: Scene,
  connection: Connection,
  { where, limit, after }: JournalList,
): Either<EffectError, RunPage> => {
  // A page of no runs could not say where the next one begins.
  if (!isCount(limit, 1)) return E.left(uncounted(scene, { limit }))
  const rows = connection.read(selectListed())
  const [known] = connection.read(countRuns())[0] ?? []
  if (rows.length !== known)
    return E.left(damagedStore(scene, `${rows.length} runs were found, ${String(known)} are known`))
  const sorted = [...listedOf(rows)].sort(newestFirst)
  const last = sorted.findIndex(({ run }) => run === after)
  if (after !== undefined && last === -1) return E.left(gone(scene, after))
  // Found among all: by now, the run that the page before ended with may fit no more.
  const rest = readable(() => sorted.slice(last + 1).filter((run) => fits(run, where)))
  const chosen = rest.slice(0, limit)
  return pipe(
    records(scene, connection, chosen),
    E.map((runs) => ({ runs, after: chosen.length < rest.length ? (chosen.at(-1)?.run ?? null) : null })),
  )
}

/** The records of chosen runs in their order, each checked. */
const records = (scene: Scene, connection: Connection, chosen: readonly Listed[]) => {
  const rows = new Map(connection.read(selectRuns(chosen.map(({ id }) => id))).map((row) => [row[0], row]))
  return pipe(
    chosen,
    E.traverseArray(({ id, run }) => runOf({ ...scene, ids: { run } }, rows.get(id) ?? [])),
    E.map((found) => found.map(({ record }) => record)),
  )
}
