import type { Instant } from '@chorale/core/base'
import type { Labels } from '@chorale/core/effect'
import type { JournalList } from '@chorale/core/ports/journal'
import { numberOut, textOut } from '../column.js'
import type { Row } from '../driver.js'
import { statuses } from '../schema.js'
import { readable } from './readable.js'

/** What a run is chosen and ordered by. */
export interface Listed {
  readonly id: number
  readonly run: string
  readonly program: string
  readonly labels: string
  readonly status: number
  readonly createdAt: Instant
}

/** Runs from the columns of `selectListed`. */
export const listedOf = (rows: readonly Row[]): readonly Listed[] =>
  readable(() =>
    rows.map(([id, run, program, labels, status, createdAt]) => ({
      ...{ id: Number(id), run: textOut(run), program: textOut(program), labels: textOut(labels) },
      ...{ status: Number(status), createdAt: numberOut(createdAt) },
    })),
  )

/** Whether a run is among those asked for. */
export const fits = (listed: Listed, { program, status, labels = {} }: JournalList['where']): boolean => {
  const wanted = Object.entries(labels)
  if (program !== undefined && listed.program !== program) return false
  if (status !== undefined && !status.some((word) => statuses.indexOf(word) === listed.status)) return false
  if (wanted.length === 0) return true
  // A cast at the seam: labels were written as JSON of labels.
  const found = JSON.parse(listed.labels) as Labels
  return wanted.every(([name, word]) => Object.hasOwn(found, name) && found[name] === word)
}

/** By age, then by id in code units. */
export const newestFirst = (a: Listed, b: Listed): number => b.createdAt - a.createdAt || (a.run < b.run ? -1 : 1)
