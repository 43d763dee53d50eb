import type { RunRecord } from '@chorale/core/ports/journal'
import { count, cut, many } from '../say.js'
import type { Sums } from '../store/sums.js'

/** A run and what is worth knowing of it at a glance. */
export interface RunLine {
  readonly record: RunRecord
  readonly problem: string | undefined
  readonly sums: Sums
}

const heads = ['run', 'program', 'status', 'entries', 'spent', 'created'] as const
const GAP = '  '
/** Fewer columns than this say nothing of a problem: it then has a line of its own. */
const LEAST = 24

/** Runs as a table that fits a width. */
export const runsText = (
  lines: readonly RunLine[],
  { place, width }: { readonly place: string; readonly width: number },
): string => {
  if (lines.length === 0) return `No runs are kept in ${place}.\n`
  const rows = lines.map(columnsOf)
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const used = widths.reduce((sum, each) => sum + each + GAP.length, 0)
  const room = width - used
  const drawn = (row: readonly string[], problem: string): string => {
    const columns = row.map((text, i) => (isNumber(i) ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
    return room >= LEAST
      ? `${columns.join(GAP)}${GAP}${cut(problem, room)}`.trimEnd()
      : [columns.join(GAP).trimEnd(), ...(problem === '' ? [] : [`${GAP}${cut(problem, width - GAP.length)}`])].join(
          '\n',
        )
  }
  const head = drawn(heads, room >= LEAST ? 'problem' : '')
  const body = rows.map((row, i) => drawn(row, plain(lines[i]?.problem ?? '')))
  return `${[head, ...body].join('\n')}\n\n${many(lines.length, 'run')} in ${place}\n`
}

const isNumber = (column: number): boolean => column === 3 || column === 4

const columnsOf = ({ record, sums }: RunLine): readonly string[] => [
  record.run,
  record.program.name,
  record.status,
  count(record.next),
  sums.paid.costMicroUsd === null ? many(sums.paid.attempts, 'call') : `$${(sums.paid.costMicroUsd / 1e6).toFixed(4)}`,
  minuteOf(record.createdAt),
]

/** `2026-11-21 08:47`, in the reader's time. */
const minuteOf = (at: number): string => {
  const date = new Date(at)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** What was typed as a problem may hold anything; in a table it is one line. */
const plain = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, ' ').trim()
