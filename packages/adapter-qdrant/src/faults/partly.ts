import { unavailable, type EffectError } from '@chorale/core/fault'

/** How far a write had come that takes several requests. */
export interface Progress {
  readonly written: number
  readonly of: number
}

/** An error of one request as the error of the whole write: what was written before it stays. The same write again completes it. */
export const partly = (error: EffectError, { written, of }: Progress): EffectError => {
  if (written === 0) return error
  const because = `${error.because}; ${written} of ${of} points were written before`
  if (error._tag === 'Unavailable' || error._tag === 'TimedOut' || error._tag === 'Cancelled')
    return { ...error, because, applied: 'unknown' }
  if (error._tag !== 'Throttled') return { ...error, because }
  // It says that nothing was applied, which no longer holds.
  const { doing, next, ids, retryAfterMs } = error
  return unavailable({
    ...{ doing, because, next, applied: 'unknown' },
    ...(ids === undefined ? {} : { ids }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}
