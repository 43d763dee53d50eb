import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../../kit/base/index.js'

/** At most so many in so many milliseconds. */
export interface Rate {
  readonly most: number
  readonly perMs: number
}

/** A token bucket as one number: the instant at which it is full again. */
export type Bucket = Instant

/** A bucket nothing was taken from. */
export const fullBucket: Bucket = 0

/** The bucket after one token was taken, or the milliseconds until one is there. It fills evenly, `most` in `perMs`. Resilience 16. */
export const takeOne = ({ most, perMs }: Rate, bucket: Bucket, now: Instant): Either<number, Bucket> => {
  const after = Math.max(bucket, now) + perMs / most
  const wait = after - now - perMs
  // What is less than a thousandth of a millisecond comes from dividing, not from waiting.
  return wait > 1e-3 ? E.left(Math.ceil(wait)) : E.right(after)
}

/** A sliding window counter: how many in the window before and in the one that runs. */
export interface Window {
  readonly index: number
  readonly before: number
  readonly current: number
}

/** Nothing counted yet. */
export const emptyWindow: Window = { index: 0, before: 0, current: 0 }

const slid = (perMs: number, window: Window, now: Instant): Window => {
  const index = Math.floor(now / perMs)
  if (index <= window.index) return window
  return { index, before: index === window.index + 1 ? window.current : 0, current: 0 }
}

/** What counts now: the window before fades evenly, `before * (1 - f) + current`. Resilience 16. */
export const counted = (perMs: number, window: Window, now: Instant): number => {
  const { index, before, current } = slid(perMs, window, now)
  const gone = (now - index * perMs) / perMs
  return before * (1 - Math.min(1, Math.max(0, gone))) + current
}

/** The window with one more, or the milliseconds until one fits. */
export const countOne = ({ most, perMs }: Rate, window: Window, now: Instant): Either<number, Window> => {
  const here = slid(perMs, window, now)
  // A hair too much comes from dividing: who waits as long as it was told is let through.
  if (counted(perMs, here, now) + 1 <= most * (1 + 1e-12)) return E.right({ ...here, current: here.current + 1 })
  const start = here.index * perMs
  // Where the running window is full by itself, it must become the one before and fade.
  const at =
    here.current + 1 <= most
      ? start + fadedAfter(perMs, here.before, most - 1 - here.current)
      : start + perMs + fadedAfter(perMs, here.current, most - 1)
  return E.left(Math.max(1, Math.ceil(at - now)))
}

/** Milliseconds into a window until no more than `room` is left of the one before it. */
const fadedAfter = (perMs: number, before: number, room: number): number =>
  before <= room ? 0 : perMs * (1 - room / before)
