import type { Instant } from '../../kit/base/index.js'
import { counted, counting, emptySliding, type Sliding } from '../../kit/rate/index.js'

/** How many calls there were lately, and how many of them were retries. */
export interface ExtraCalls {
  readonly calls: Sliding
  readonly extra: Sliding
}

/** Nothing seen yet. */
export const noExtraCalls: ExtraCalls = { calls: emptySliding, extra: emptySliding }

const perMs = 60_000
const share = 0.1
const enough = 100

/** One more call that is no retry. */
export const called = (seen: ExtraCalls, now: Instant): ExtraCalls => ({
  ...seen,
  calls: counting(perMs, seen.calls, { amount: 1, now }),
})

/** One more retry. */
export const calledAgain = (seen: ExtraCalls, now: Instant): ExtraCalls => ({
  ...seen,
  extra: counting(perMs, seen.extra, { amount: 1, now }),
})

/** Whether one more retry keeps retries within a tenth of the calls of the last minute; fewer than a hundred calls say nothing. Resilience 3. */
export const allowsExtra = ({ calls, extra }: ExtraCalls, now: Instant): boolean => {
  const seen = counted(perMs, calls, now)
  return seen < enough || counted(perMs, extra, now) + 1 <= seen * share
}
