import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { valley } from '@chorale/core/cf14'
import { verify, type RunError, type Verified } from '@chorale/core/run'
import type { Args } from '../args.js'
import { exit, type Refusal } from '../exit.js'
import { noSuchRun } from '../order/order.js'
import { pastOf } from '../store/past.js'
import { runErrorLines } from '../shown/run-error.js'
import { verifiedLines } from '../shown/verified-text.js'
import type { Setting } from './walk.js'

/** Checks a run: its chain byte for byte, and that today's program would ask the same. */
export const verified = async (args: Args, run: string, { store }: Setting): Promise<Either<Refusal, number>> => {
  const record = await pastOf(store).record(run)
  if (E.isLeft(record)) return record
  if (record.right === undefined) return E.left(noSuchRun(run, store.place))
  const checked = await verify(valley, { journal: store.handlers, run })()
  if (args.json) process.stdout.write(`${JSON.stringify(documentOf(run, checked))}\n`)
  if (E.isLeft(checked)) return E.left(runErrorLines(checked.left, { args, run }))
  const isEqual = checked.right.difference === null && checked.right.refused === null
  if (!args.json) process.stdout.write(`${verifiedLines(run, checked.right).join('\n')}\n`)
  return E.right(isEqual ? exit.complete : exit.failed)
}

const documentOf = (run: string, checked: Either<RunError, Verified>): object =>
  E.isRight(checked)
    ? { run, ...checked.right, fault: null }
    : { run, fault: checked.left._tag === 'JournalFailed' ? checked.left.cause : checked.left }
