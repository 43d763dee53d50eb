import * as E from 'fp-ts/lib/Either.js'
import { defined } from '../kit/base/index.js'
import { addPaid, unavailable, type EffectError, type Report } from '../kit/fault/index.js'
import type { Effect } from '../kit/effect/index.js'
import { statedIn, sumOf } from './payment.js'
import type { Outcome } from './send.js'

/**
 * The last outcome of several tries, told with what came before it: the money of failed tries does not vanish, and an effect that may have
 * been applied earlier is not told as certainly not applied.
 */
export const toldAfter = <E extends Effect>(outcome: Outcome<E>, earlier: readonly EffectError[]): Outcome<E> => {
  if (earlier.length === 0) return outcome
  const stated = statedIn(outcome)
  if (E.isLeft(outcome)) return E.left(withPaid(doubted(outcome.left, earlier), earlier))
  if (stated === undefined) return outcome
  const { usage, costMicroUsd, attempts } = addPaid(sumOf(earlier), stated)
  // A cast after a check: the result states its payment in these members, and keeps their types.
  const result = outcome.right as object
  const told = { ...result, usage, costMicroUsd, ...('attempts' in result ? { attempts } : {}) }
  return E.right(told as typeof outcome.right)
}

const withPaid = (error: EffectError, earlier: readonly EffectError[]): EffectError => {
  const before = sumOf(earlier)
  const counted = error._tag === 'BadAnswer' ? { ...error, attempts: before.attempts + error.attempts } : error
  if ([...earlier, error].every(({ paid }) => paid === undefined)) return counted
  return { ...counted, paid: error.paid === undefined ? before : addPaid(before, error.paid) }
}

/** A definite answer of the other side stands as it is; a failure to get one does not undo that an earlier try may have got through. */
const doubted = (error: EffectError, earlier: readonly EffectError[]): EffectError => {
  if (error.applied !== 'no' || earlier.every(({ applied }) => applied === 'no')) return error
  switch (error._tag) {
    case 'Unavailable':
    case 'TimedOut':
    case 'Cancelled':
      return { ...error, applied: 'unknown' }
    case 'Throttled':
      return unavailable({
        ...reportOf(error),
        because: `Throttled: ${error.because}`,
        applied: 'unknown',
        ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
      })
    case 'Denied':
    case 'Rejected':
    case 'Unsupported':
    case 'NotFound':
    case 'Conflict':
    case 'OverBudget':
    case 'Damaged':
      return error
  }
}

const reportOf = ({ doing, because, next, ids, paid }: EffectError): Report => ({
  doing,
  because,
  next,
  ...defined({ ids, paid }),
})
