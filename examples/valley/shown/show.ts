import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { ValleyTypes } from '@chorale/core/cf14'
import type { Entry } from '@chorale/core/ports/journal'
import type { Ending } from '@chorale/core/run'
import type { Args } from '../args.js'
import { comparison, comparisonLines, type Comparison } from './comparison.js'
import { documentOf, outcomeOf } from './document.js'
import { exit, wentWrong, type Refusal } from '../exit.js'
import { explanationLines } from './explanation.js'
import { messageOf } from '../message.js'
import { modelText } from '../model/model-name.js'
import type { Order } from '../order/order.js'
import type { Past } from '../store/past.js'
import { pauseLines } from './pause-text.js'
import { planErrorLines, planOf } from '../store/planned.js'
import { renderReport } from '../report/index.js'
import { many, seconds, usd } from '../say.js'
import { keepShown } from '../store/shown-runs.js'
import type { Store } from '../store/store.js'
import { sumsOf, type Sums } from '../store/sums.js'
import { tablesOf } from './tables.js'

/** What was walked, and where. */
export interface Walked {
  readonly args: Args
  readonly order: Order
  readonly past: Past
  readonly store: Store
  readonly complain: (lines: readonly string[]) => void
}

/** Shows a run that has ended: its matrices, what it took, its report; gives the exit code. */
export const show = async (walked: Walked, ending: Ending<ValleyTypes>): Promise<Either<Refusal, number>> => {
  const { args, past, store, complain } = walked
  const entries = await past.entries(ending.run, 'inputs')
  const record = await past.record(ending.run)
  if (E.isLeft(entries)) return entries
  const sums = sumsOf(entries.right)
  const written = writeReport(walked, ending, {
    elapsedMs: sums.activeMs,
    startedAt: new Date(E.isRight(record) ? (record.right?.createdAt ?? 0) : 0),
  })
  const compared = await comparison(walked, ending)
  if (args.json) process.stdout.write(`${JSON.stringify({ ...documentOf(ending), ...compared?.document })}\n`)
  else process.stdout.write(`${tablesOf(ending.result, widthOf())}\n\n${summaryOf(ending, sums.activeMs)}\n`)
  keepShown(store.place, ending.run)
  const more = await afterwards(walked, ending, { sums, compared })
  if (args.json) complain(more)
  else if (more.length > 0) process.stdout.write(`${more.join('\n')}\n`)
  complain(written)
  const taped = args.record === undefined ? E.right('') : await recorded(args.record, walked.order, entries.right)
  if (E.isLeft(taped)) return E.left(wentWrong(taped.left))
  if (taped.right !== '') complain([taped.right])
  return E.right(outcomeOf(ending.status).code)
}

/** Says why a run stands still and how it goes on; gives the exit code. */
export const showPaused = ({ args, complain }: Walked, ending: Ending<ValleyTypes>): number => {
  if (args.json) process.stdout.write(`${JSON.stringify(documentOf(ending))}\n`)
  complain(pauseLines(args, ending))
  return exit.paused
}

const widthOf = (): number => process.stdout.columns || 120

const writeReport = (
  { args, order }: Walked,
  ending: Ending<ValleyTypes>,
  { elapsedMs, startedAt }: { readonly elapsedMs: number; readonly startedAt: Date },
): readonly string[] => {
  const file = join(args.out, 'report.html')
  const { name } = outcomeOf(ending.status)
  const report = renderReport({
    run: ending.run,
    // A run that stands still has no report.
    status: name === 'paused' ? 'partial' : name,
    model: modelText(order.model),
    startedAt: startedAt.toISOString(),
    elapsedMs,
    result: ending.result,
  })
  try {
    writeFileSync(file, report)
    return [`Report: ${file}`]
  } catch (thrown) {
    return [`The report cannot be written to ${file}: ${messageOf(thrown)}`]
  }
}

const summaryOf = ({ status, result }: Ending<ValleyTypes>, elapsedMs: number): string => {
  const { cells, calls, tokens, costMicroUsd } = result.totals
  const { name } = outcomeOf(status)
  return `${name}: ${cells} cells, ${calls} calls, ${tokens} tokens, ${usd(costMicroUsd)}, ${seconds(elapsedMs)}`
}

/** What is worth a line beside the matrices, where there is something to say. */
const afterwards = async (
  walked: Walked,
  ending: Ending<ValleyTypes>,
  { sums, compared }: { readonly sums: Sums; readonly compared: Comparison | undefined },
): Promise<readonly string[]> => {
  const { args, order, store } = walked
  const { exposed } = ending.spent
  const planned = planOf(store.place, ending.run)
  return [
    ...(exposed.attempts === 0
      ? []
      : [
          `At most ${many(exposed.attempts, 'call')} beside these may have been made: a worker was stopped before it heard of them.`,
        ]),
    ...(compared === undefined ? [] : comparisonLines(compared, sums, widthOf())),
    ...(planned === undefined ? [] : planErrorLines(planned, { ...ending.spent.paid, ms: sums.activeMs })),
    ...(args.explain === undefined || order.from === undefined
      ? []
      : await explanationLines(
          walked.past,
          { before: order.from, now: ending.run, cell: args.explain },
          process.stdout.columns || Infinity,
        )),
  ]
}

const recorded = async (
  file: string,
  { params }: Order,
  entries: readonly Entry[],
): Promise<Either<string, string>> => {
  const { writeTape } = await import('../model/tape.js')
  return E.map((answers: number) => `Tape: ${file}, ${many(answers, 'answer')}`)(await writeTape(file, params, entries))
}
