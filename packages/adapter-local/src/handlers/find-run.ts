import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import { searchRun, selectRun } from '../compile/runs.js'
import { runOf, type Found } from '../decode/run.js'
import type { Connection } from '../driver.js'
import { damagedStore, unknownRun, type Scene } from '../faults/index.js'

/** What a handler of the journal begins with: the run, checked, or why it cannot be had. */
export const findRun = (scene: Scene, connection: Connection, run: string): Either<EffectError, Found> => {
  const [row] = connection.read(selectRun(run))
  if (row !== undefined) return runOf(scene, row)
  return connection.read(searchRun(run)).length > 0
    ? E.left(damagedStore(scene, 'the index of runs does not know the run, its table does'))
    : E.left(unknownRun(scene, run))
}
