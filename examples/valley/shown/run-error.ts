import { describe } from '@chorale/core/fault'
import type { RunError } from '@chorale/core/run'
import type { Args } from '../args.js'
import { badUsage, exit, wentWrong, type Refusal } from '../exit.js'
import { goingOn } from '../order/going-on.js'
import { storeFault } from '../store/fault.js'
import { placeText } from '../store/store.js'

/** Why a run could not be carried to its end, and what to do. */
export const runErrorLines = (
  error: RunError,
  { args, run }: { readonly args: Args; readonly run: string },
): Refusal => {
  switch (error._tag) {
    case 'BadInput':
      return badUsage(describe(error))
    case 'Incompatible':
      return badUsage(
        `Run ${run} in ${placeText(args.store)} cannot go on with this command: ${error.because}. ${incompatibleNext(run, error.next)}`,
      )
    case 'JournalFailed':
      return journalLines(error, { args, run })
    case 'IllegalInput':
    case 'Stalled':
    case 'Crashed':
      return wentWrong(describe(error))
  }
}

const incompatibleNext = (run: string, next: string): string =>
  next.startsWith('Choose another id')
    ? `Choose another id, or leave all but --run ${run} out: it knows its own input and model.`
    : next

const journalLines = (
  { cause }: Extract<RunError, { readonly _tag: 'JournalFailed' }>,
  { args, run }: { readonly args: Args; readonly run: string },
): Refusal => {
  if (cause._tag === 'Conflict')
    return wentWrong(
      `Run ${run} is carried on by another process, so this one has stopped. What it was answered and had written is kept.`,
      `Once the other has ended, this shows the run: ${goingOn(args, run)}`,
    )
  if (cause._tag === 'Damaged')
    return wentWrong(
      `Run ${cause.ids?.['run'] ?? run} in ${placeText(args.store)} is damaged: ${cause.doing}: ${cause.because}. ${cause.next}`,
    )
  if (cause._tag === 'Denied' || cause._tag === 'Rejected' || cause._tag === 'Unsupported')
    return storeFault(args.store, cause)
  const lines = [`Run ${run} has stopped: ${describe(cause)}`, `Then go on: ${goingOn(args, run, args.budget)}`]
  return cause.retryable ? { code: exit.paused, lines } : wentWrong(...lines)
}
