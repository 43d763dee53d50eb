import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Handler } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import type { EntryPage, JournalList, JournalLoad, JournalRead, RunPage } from '@chorale/core/ports/journal'
import { findRun, selectEntries } from '../compile/journal.js'
import { selectCreated, selectRun, selectRuns } from '../compile/runs.js'
import { entryOf, readable, recordOf, snapshotOf } from '../decode/journal.js'
import { damagedStore, gone, isCount, uncounted, unknownRun, type Scene } from '../faults/index.js'
import type { Run, Session } from '../session.js'
import { asking } from './asking.js'

/** Answers `journal/read` with one statement; whether the run exists is asked only where it has no entries. */
export const read =
  (store: Session): Handler<JournalRead> =>
  (effect, context) => {
    const scene: Scene = { doing: 'read a journal', ids: { run: effect.run } }
    return store.read(asking(effect, context, scene), (run) => page(scene, run, effect))
  }

const page = async (scene: Scene, run: Run, effect: JournalRead): Promise<Either<EffectError, EntryPage>> => {
  const { from, limit } = effect
  const isCounted = isCount(from, 0) && isCount(limit, 0)
  const rows = isCounted ? (await run(selectEntries(effect))).rows : []
  if (rows.length === 0 && (await run(findRun(effect.run))).rows.length === 0)
    return E.left(unknownRun({ doing: scene.doing }, effect.run))
  if (!isCounted) return E.left(uncounted({ doing: scene.doing }, { from, limit }))
  return pipe(
    readable(() => rows.map(entryOf)),
    E.filterOrElse(
      (entries) => entries.every(({ sequence }, i) => sequence === from + i),
      () => 'an entry is missing',
    ),
    E.bimap(
      (because) => damagedStore(scene, because),
      (entries) => ({ entries, next: from + entries.length }),
    ),
  )
}

/** Answers `journal/load`. */
export const load =
  (store: Session): Handler<JournalLoad> =>
  (effect, context) => {
    const scene: Scene = { doing: 'load a run', ids: { run: effect.run } }
    return store.read(asking(effect, context, scene), async (run) => {
      const [row] = (await run(selectRun(effect.run))).rows
      if (row === undefined) return E.left(unknownRun({ doing: scene.doing }, effect.run))
      return pipe(
        readable(() => ({ record: recordOf(row), snapshot: snapshotOf(row) })),
        E.mapLeft((because) => damagedStore(scene, because)),
      )
    })
  }

/** Answers `journal/list`. */
export const list =
  (store: Session): Handler<JournalList> =>
  (effect, context) => {
    const scene: Scene = { doing: 'list runs' }
    // A page of no runs could not say where the next one begins.
    if (!isCount(effect.limit, 1)) return TE.left(uncounted(scene, { limit: effect.limit }))
    return store.read(asking(effect, context, scene), (run) => listed(scene, run, effect))
  }

const listed = async (scene: Scene, run: Run, effect: JournalList): Promise<Either<EffectError, RunPage>> => {
  const { limit, after } = effect
  const created = after === undefined ? 0 : (await run(selectCreated(after))).rows[0]?.[0]
  if (after !== undefined && typeof created !== 'number') return E.left(gone(scene, after))
  const { rows } = await run(selectRuns(effect, Number(created)))
  return pipe(
    readable(() => rows.slice(0, limit).map(recordOf)),
    E.bimap(
      (because) => damagedStore(scene, because),
      (runs) => ({ runs, after: rows.length > limit ? (runs.at(-1)?.run ?? null) : null }),
    ),
  )
}
