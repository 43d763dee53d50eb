import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Labels } from '@chorale/core/effect'
import type { Paid } from '@chorale/core/fault'
import type { Entry, EntryKind, Mark } from '@chorale/core/ports/journal'
import { hashOut, numberOut, textOut } from '../column.js'
import type { Cell, Row } from '../driver.js'
import { kinds } from '../schema.js'

/** Rows of one part of a run, with what belongs to them. */
export interface Page {
  /** The sequence of the first one. */
  readonly from: number
  /** How many there must be. */
  readonly count: number
  readonly rows: readonly Row[]
  /** Entries before these whose marks these share. */
  readonly sent: readonly Row[]
  /** The payloads of those that have one and whose payload is asked for. */
  readonly bodies: readonly (string | null)[]
  readonly payloads: 'all' | 'inputs'
}

/** A place where rows make no entry. */
export interface Gap {
  readonly sequence: number
  readonly because: string
}

/** The sequences of `sent` entries that rows from a sequence on refer to and that stand before it. */
export const missingSent = (rows: readonly Row[], from: number): readonly number[] => {
  const wanted = new Set<number>()
  for (const [, , , sent] of rows) if (typeof sent === 'number' && sent < from) wanted.add(sent)
  return [...wanted]
}

const sequenceOf = (row: Row): Cell | undefined => row[0]

/** Entries from the columns of `selectEntries`, or the first place where something is missing or cannot be read. */
export const entriesOf = ({ from, count, rows, sent, bodies, payloads }: Page): Either<Gap, readonly Entry[]> => {
  const entries: Entry[] = []
  const marks = new Map<Cell | undefined, Mark>()
  const labels = new Map<string, Labels>()
  let taken = 0
  try {
    for (const row of sent) marks.set(sequenceOf(row), markOf(row, labels))
    for (const row of rows) {
      const sequence = from + entries.length
      if (sequenceOf(row) !== sequence) break
      const kind = kindOf(row[2])
      const about = row[3] === null ? (row[4] === null ? null : markOf(row, labels)) : sharedMark(marks.get(row[3]))
      if (kind === 'sent' && about !== null) marks.set(sequence, about)
      const isLeftOut = row[16] === null || (kind === 'sent' && payloads === 'inputs')
      entries.push({
        sequence,
        at: numberOut(row[1]),
        kind,
        about,
        amount: row[8] === null ? null : amountOf(row),
        source: row[14] === null ? null : { run: textOut(row[14]), sequence: numberOut(row[15]) },
        payloadHash: hashOut(row[17]),
        payload: isLeftOut ? null : textOut(bodies[taken++]),
        hash: hashOut(row[18]),
      })
    }
  } catch {
    // A cell of another type than was written: whoever reads it throws.
    return E.left({ sequence: from + entries.length, because: 'an entry cannot be read' })
  }
  return entries.length === count
    ? E.right(entries)
    : E.left({ sequence: from + entries.length, because: 'an entry is missing' })
}

const kindOf = (cell: Cell | undefined): EntryKind => {
  const kind = typeof cell === 'number' ? kinds[cell] : undefined
  if (kind === undefined) throw new Error('no kind')
  return kind
}

const markOf = (row: Row, read: Map<string, Labels>): Mark => ({
  key: textOut(row[4]),
  tag: textOut(row[5]),
  digest: hashOut(row[7] === null ? row[17] : row[7]),
  labels: labelsOf(row[6], read),
})

/** Many effects have the same labels: what was parsed once is copied. */
const labelsOf = (cell: Cell | undefined, read: Map<string, Labels>): Labels => {
  const text = textOut(cell)
  const known = read.get(text)
  if (known !== undefined) return { ...known }
  const labels: unknown = JSON.parse(text)
  if (typeof labels !== 'object' || labels === null) throw new Error('no labels')
  // A cast at the seam: labels were written as JSON of labels.
  read.set(text, labels as Labels)
  return { ...(labels as Labels) }
}

/** The mark of the effect that an entry is the outcome of; a copy, as every entry has its own. */
const sharedMark = (mark: Mark | undefined): Mark => {
  if (mark === undefined) throw new Error('no mark')
  return { key: mark.key, tag: mark.tag, digest: mark.digest, labels: { ...mark.labels } }
}

const amountOf = (row: Row): Paid => ({
  usage: {
    input: numberOut(row[10]),
    cached: numberOut(row[11]),
    output: numberOut(row[12]),
    reasoning: numberOut(row[13]),
  },
  costMicroUsd: row[9] === null ? null : numberOut(row[9]),
  attempts: numberOut(row[8]),
})
