import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Handler } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import type {
  Acknowledged,
  JournalAppend,
  JournalCreate,
  JournalDelete,
  JournalSnapshot,
} from '@chorale/core/ports/journal'
import { appendEntries, createRun, deleteRun, keepSnapshot, lockRun } from '../compile/journal.js'
import {
  beyond,
  fence,
  isCount,
  isNotUnique,
  misplaced,
  taken,
  uncounted,
  unknownRun,
  type Scene,
} from '../faults/index.js'
import type { Run, Session } from '../session.js'
import { asking } from './asking.js'

const sceneOf = (doing: string, run: string): Scene => ({ doing, ids: { run } })

/** Answers `journal/create`. */
export const create =
  (store: Session): Handler<JournalCreate> =>
  (effect, context) => {
    const scene = sceneOf('create a journal', effect.run)
    return pipe(
      store.write(asking(effect, context, scene), async (run) => {
        await run(createRun(effect))
        return E.right({ created: true as const })
      }),
      TE.mapLeft((fault) => (isNotUnique(fault) ? taken(scene, effect.run) : fault)),
    )
  }

/** Answers `journal/append`: one transaction behind the run's lock, which is the fence. */
export const append =
  (store: Session): Handler<JournalAppend> =>
  (effect, context) => {
    const scene = sceneOf('append to a journal', effect.run)
    return store.write(asking(effect, context, scene), async (run): Promise<Either<EffectError, Acknowledged>> => {
      const next = await locked(run, effect.run)
      if (next === undefined) return E.left(unknownRun({ doing: scene.doing }, effect.run))
      const fault = faultOf(scene, next, effect)
      if (fault !== undefined) return E.left(fault)
      // All at once: one waits for the other in the server, not on the way.
      await Promise.all(appendEntries(effect, store.batchRows).map(run))
      return E.right({ next: effect.expected + effect.entries.length })
    })
  }

const faultOf = (scene: Scene, next: number, { expected, entries }: JournalAppend): EffectError | undefined => {
  if (next !== expected) return fence(scene, expected, next)
  const off = entries.findIndex(({ sequence }, i) => sequence !== expected + i)
  return off === -1 ? undefined : misplaced(scene, entries[off]?.sequence, expected + off)
}

/** Where a run's journal is, which nobody else moves from now on; undefined where there is no run. */
const locked = async (run: Run, id: string): Promise<number | undefined> => {
  const next = (await run(lockRun(id))).rows[0]?.[0]
  return typeof next === 'number' ? next : undefined
}

/** Answers `journal/snapshot`. */
export const snapshot =
  (store: Session): Handler<JournalSnapshot> =>
  (effect, context) => {
    const scene = sceneOf('keep a snapshot', effect.run)
    return store.write(asking(effect, context, scene), async (run) => {
      const found = await locked(run, effect.run)
      const { next } = effect.snapshot
      if (found === undefined) return E.left(unknownRun({ doing: scene.doing }, effect.run))
      if (!isCount(next, 0)) return E.left(uncounted({ doing: scene.doing }, { next }))
      if (next > found) return E.left(beyond(scene, next, found))
      await run(keepSnapshot(effect.run, effect.snapshot))
      return E.right({ saved: true as const })
    })
  }

/** Answers `journal/delete`; a long run has the time of a start. */
export const drop =
  (store: Session): Handler<JournalDelete> =>
  (effect, context) =>
    store.writeMuch(
      asking(effect, context, sceneOf('delete a run', effect.run)),
      async (run): Promise<Either<EffectError, { readonly deleted: boolean }>> => {
        if ((await locked(run, effect.run)) === undefined) return E.right({ deleted: false })
        for (const statement of deleteRun(effect.run)) await run(statement)
        return E.right({ deleted: true })
      },
    )
