import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import type { Labels } from '@chorale/core/effect'
import type { RunRecord, RunStatus, Snapshot } from '@chorale/core/ports/journal'
import { checksumOf } from '../checksum.js'
import { numberOut, textIn, textOut } from '../column.js'
import type { Row } from '../driver.js'
import { damagedRun, type Scene } from '../faults/index.js'
import { statuses } from '../schema.js'

/** A run as it was found in its table. */
export interface Found {
  /** Its number in the table. */
  readonly id: number
  readonly record: RunRecord
}

/** A run from the columns of `selectRun`: refused where its checksum does not fit, or where its entries end elsewhere than it says. */
export const runOf = (scene: Scene, row: Row): Either<EffectError, Found> => {
  const [id, checksum] = row
  const cells = row.slice(2, 13)
  const [last, tail] = row.slice(13)
  if (typeof id !== 'number' || checksumOf(cells).toString('hex') !== checksum)
    return E.left(damagedRun(scene, Number(cells[7]), "the run's record is not what was written"))
  const record = recordOf(cells)
  const wanted = record.next === 0 ? null : record.next - 1
  if (last !== wanted) {
    const place = Math.min(record.next, typeof last === 'number' ? last + 1 : 0)
    return E.left(damagedRun(scene, place, `the record says ${record.next} entries, others were found`))
  }
  return record.next > 0 && tail !== textIn(record.hash)
    ? E.left(damagedRun(scene, record.next - 1, "the last entry does not have the record's hash"))
    : E.right({ id, record })
}

/** A record from cells whose checksum fits: they are what was written. */
const recordOf = (cells: Row): RunRecord => {
  const [run, name, version, labels, parentRun, parentSequence, status, next, hash, createdAt, updatedAt] = cells
  return {
    run: textOut(run),
    program: { name: textOut(name), version: numberOut(version) },
    // Casts after the checksum: this is what was written.
    labels: JSON.parse(labels as string) as Labels,
    parent: parentRun === null ? null : { run: textOut(parentRun), sequence: numberOut(parentSequence) },
    status: statuses[status as number] as RunStatus,
    next: numberOut(next),
    hash: textOut(hash),
    createdAt: numberOut(createdAt),
    updatedAt: numberOut(updatedAt),
  }
}

/** A snapshot from the columns of `selectSnapshot`: refused where its checksum does not fit. */
export const snapshotOf = (scene: Scene, row: Row): Either<EffectError, Snapshot> => {
  const [checksum, ...cells] = row
  const [, next, hash, stateHash, state] = cells
  return checksumOf(cells).toString('hex') === checksum
    ? E.right({ next: numberOut(next), hash: textOut(hash), state: textOut(state), stateHash: textOut(stateHash) })
    : E.left(damagedRun(scene, Number(next), 'the snapshot is not what was written'))
}
