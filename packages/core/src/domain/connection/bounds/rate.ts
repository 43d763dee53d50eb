import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../../kit/base/index.js'
import { counted, counting, slidingWait, type Limit, type Sliding } from '../../../kit/rate/index.js'

/** A token bucket as one number: the instant at which it is full again. */
export type Bucket = Instant

/** A bucket nothing was taken from. */
export const fullBucket: Bucket = 0

/** The bucket after one token was taken, or the milliseconds until one is there. It fills evenly, `most` in `perMs`. Resilience 16. */
export const takeOne = ({ most, perMs }: Limit, bucket: Bucket, now: Instant): Either<number, Bucket> => {
  const after = Math.max(bucket, now) + perMs / most
  const wait = after - now - perMs
  // What is less than a thousandth of a millisecond comes from dividing, not from waiting.
  return wait > 1e-3 ? E.left(Math.ceil(wait)) : E.right(after)
}

/** The window with one more, or the milliseconds until one fits. */
export const countOne = (rate: Limit, window: Sliding, now: Instant): Either<number, Sliding> =>
  // A hair too much comes from dividing: who waits as long as it was told is let through.
  counted(rate.perMs, window, now) + 1 <= rate.most * (1 + 1e-12)
    ? E.right(counting(rate.perMs, window, { amount: 1, now }))
    : E.left(slidingWait(rate, window, { cost: 1, now }))
