import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Entry } from '@chorale/core/ports/journal'
import { explainKey, type Explanation } from '@chorale/core/plan'
import type { Refusal } from '../exit.js'
import { cellText, type CellName } from '../order/cell.js'
import type { Past } from '../store/past.js'
import { cut } from '../say.js'

/** A cell in two runs. */
export interface Asking {
  readonly before: string
  readonly now: string
  readonly cell: CellName
}

/** Why each call of a cell was made anew; empty where neither run made a call for it. */
export const explanations = async (
  past: Past,
  { before, now, cell }: Asking,
): Promise<Either<Refusal, readonly Explanation[]>> => {
  const old = await lineage(past, before)
  if (E.isLeft(old)) return old
  const young = await past.entries(now, 'all')
  if (E.isLeft(young)) return young
  const prefix = `${cell.matrix}/${cell.index.join(',')}/`
  const keys = [...old.right, ...young.right].flatMap(({ about }) =>
    about !== null && about.key.startsWith(prefix) ? [about.key] : [],
  )
  return E.right([...new Set(keys)].map((key) => explainKey(old.right, young.right, key)))
}

/** A run's entries behind those of the runs it was started from: what was asked word for word stands where it was paid for. */
const lineage = async (past: Past, run: string): Promise<Either<Refusal, readonly Entry[]>> => {
  const entries: (readonly Entry[])[] = []
  const seen = new Set<string>()
  for (let at: string | undefined = run; at !== undefined && !seen.has(at);) {
    seen.add(at)
    const own: Either<Refusal, readonly Entry[]> = await past.entries(at, 'all')
    if (E.isLeft(own)) return entries.length === 0 ? own : E.right(entries.flat())
    entries.unshift(own.right)
    const record = await past.record(at)
    at = E.isRight(record) ? record.right?.parent?.run : undefined
  }
  return E.right(entries.flat())
}

/** The same in words, one line each, none longer than a width where that can be. */
export const explanationText = (
  { before, now, cell }: Asking,
  found: readonly Explanation[],
  width: number,
): readonly string[] =>
  found.length === 0
    ? [`Neither ${before} nor ${now} has made a call for ${cellText(cell)}.`]
    : [`${cellText(cell)} of ${now}, beside ${before}:`, ...found.flatMap((each) => linesOf(each, width))]

/** Looks a cell up and explains it. */
export const explanationLines = async (past: Past, asking: Asking, width: number): Promise<readonly string[]> => {
  const found = await explanations(past, asking)
  return E.isLeft(found) ? found.left.lines : explanationText(asking, found.right, width)
}

/** Members of a difference stand so far from the left. */
const INDENT = 14

const linesOf = ({ key, verdict, differences, source }: Explanation, width: number): readonly string[] => [
  `  ${key}: ${verdictText(verdict, source?.run)}`,
  ...differences.flatMap(({ path, part, before, now }) => [
    `    ${part}: ${path}`,
    ...(before === null ? [] : [`      before: ${oneLine(before, width - INDENT)}`]),
    ...(now === null ? [] : [`      now:    ${oneLine(now, width - INDENT)}`]),
  ]),
]

const verdictText = (verdict: Explanation['verdict'], source: string | undefined): string => {
  switch (verdict) {
    case 'same':
      return 'asked again word for word; --from would have reused the answer'
    case 'reused':
      return `reused from ${source ?? 'another run'}`
    case 'recomputed':
      return 'made anew, because something else was asked'
    case 'new':
      return 'made anew, because nobody had asked before'
    case 'absent':
      return 'not asked any more'
  }
}

/** A text of a model in one line of a terminal; what differs stands at its beginning. */
const oneLine = (text: string, room: number): string =>
  cut(text.replace(/[\p{Cc}\s]+/gu, ' ').trim(), Math.max(room, 40))
