import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { RunRecord } from '@chorale/core/ports/journal'
import type { Args } from '../args.js'
import { exit, type Refusal } from '../exit.js'
import { pastOf, type Past } from '../store/past.js'
import { runsText, type RunLine } from '../shown/runs-text.js'
import { placeText } from '../store/store.js'
import { sumsOf } from '../store/sums.js'
import type { Setting } from './walk.js'

/** Lists all runs of the store, newest first. */
export const runs = async (args: Args, { store }: Setting): Promise<Either<Refusal, number>> => {
  const past = pastOf(store)
  const found = await past.runs({})
  if (E.isLeft(found)) return found
  const lines: RunLine[] = []
  for (const record of found.right) {
    const line = await lineOf(past, record)
    if (E.isLeft(line)) return line
    lines.push(line.right)
  }
  process.stdout.write(
    args.json
      ? `${JSON.stringify(lines.map(documentOf))}\n`
      : runsText(lines, { place: placeText(store.place), width: process.stdout.columns || 120 }),
  )
  return E.right(exit.complete)
}

const lineOf = async (past: Past, record: RunRecord): Promise<Either<Refusal, RunLine>> => {
  const params = await past.params(record.run)
  const entries = await past.entries(record.run, 'inputs')
  if (E.isLeft(entries)) return entries
  const problem = E.isRight(params) ? params.right?.problem : undefined
  return E.right({ record, problem, sums: sumsOf(entries.right) })
}

const documentOf = ({ record, problem, sums }: RunLine) => ({
  run: record.run,
  program: record.program,
  status: record.status,
  entries: record.next,
  calls_answered: sums.answered,
  spent: { calls: sums.paid.attempts, cost_micro_usd: sums.paid.costMicroUsd },
  created_at: new Date(record.createdAt).toISOString(),
  updated_at: new Date(record.updatedAt).toISOString(),
  from: record.parent?.run ?? null,
  model: record.labels['model'] ?? null,
  problem: problem ?? null,
})
