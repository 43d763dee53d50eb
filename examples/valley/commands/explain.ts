import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Args } from '../args.js'
import { cellText, type CellName } from '../order/cell.js'
import { badUsage, exit, type Refusal } from '../exit.js'
import { explanationText, explanations } from '../shown/explanation.js'
import { noSuchRun } from '../order/order.js'
import { pastOf } from '../store/past.js'
import type { Setting } from './walk.js'

/** Says why each call of a cell was made anew in a run, beside the run it was started from. */
export const explained = async (
  args: Args,
  { run, cell }: { readonly run: string; readonly cell: CellName },
  { store }: Setting,
): Promise<Either<Refusal, number>> => {
  const past = pastOf(store)
  const record = await past.record(run)
  if (E.isLeft(record)) return record
  if (record.right === undefined) return E.left(noSuchRun(run, store.place))
  const before = args.from ?? record.right.parent?.run
  if (before === undefined)
    return E.left(
      badUsage(`Run ${run} was started from no other run: say with --from RUN which one to compare it with.`),
    )
  const origin = await past.record(before)
  if (E.isLeft(origin)) return origin
  if (origin.right === undefined) return E.left(noSuchRun(before, store.place))
  const asking = { before, now: run, cell }
  const found = await explanations(past, asking)
  if (E.isLeft(found)) return found
  if (found.right.length === 0)
    return E.left(
      badUsage(
        `Neither ${before} nor ${run} has made a call for ${cellText(cell)}: cells of A, B and R are given, and copied ones are not asked for.`,
      ),
    )
  process.stdout.write(
    args.json
      ? `${JSON.stringify({ run, from: before, cell: cellText(cell), calls: found.right })}\n`
      : `${explanationText(asking, found.right, process.stdout.columns || Infinity).join('\n')}\n`,
  )
  return E.right(exit.complete)
}
