import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import pRetry from 'p-retry'
import type { EffectError } from '@chorale/core/fault'
import type { Failure } from './faults/failure-of.js'

/** How often and after which waits a failed attempt is made again. Spec cf14 4.6. */
export interface Retry {
  /** Attempts after the first: 0 to 10, 3 unless told. Set 0 where a policy round the handler retries: one of the two, never both. */
  readonly maxRetries: number
  /** The first wait, doubled each time: 400 ms unless told, hence 400, 800, 1600. */
  readonly baseMs: number
  /** `spread` multiplies each wait by a random 1 to 2, so that cells that failed together do not come back together. `none` unless told. */
  readonly jitter: 'none' | 'spread'
  /** The longest pause a server may ask for: 60 s unless told. One that asks for more ends the attempts with `Throttled`. */
  readonly maxWaitMs: number
}

/** Makes attempts until one succeeds, one fails for good, or all are used up; the last failure tells why. An answer that has arrived is never thrown away. */
export const attempts = <A>(
  once: () => Promise<Either<Failure, A>>,
  {
    retry,
    signal,
    cancelled,
  }: { readonly retry: Retry; readonly signal: AbortSignal; readonly cancelled: () => EffectError },
): Promise<Either<Failure, A>> => {
  let last: Either<Failure, A> | undefined
  const attempt = async (): Promise<Either<Failure, A>> => {
    last = undefined
    last = await once()
    // p-retry knows a failure by rejection. It stops for a TypeError, hence a plain Error; one that is final is an answer to it.
    return E.isLeft(last) && last.left.fault.retryable ? Promise.reject(new Error(last.left.fault._tag)) : last
  }
  /** Waits what the server asks for beyond the planned wait, which follows: the larger of the two wins. */
  const shouldRetry = async ({ retriesConsumed }: { readonly retriesConsumed: number }): Promise<boolean> => {
    const asked = last !== undefined && E.isLeft(last) ? (last.left.waitMs ?? 0) : 0
    if (asked > retry.maxWaitMs) return false
    await pause(asked - retry.baseMs * 2 ** retriesConsumed, signal)
    return true
  }
  const settled = (): Either<Failure, A> =>
    last === undefined || (signal.aborted && E.isLeft(last))
      ? E.left({ fault: cancelled() })
      : E.mapLeft(usedUp(retry))(last)
  /** A rejection of `once` itself is a bug of ours and stays one. */
  const stopped = (thrown: unknown) =>
    last === undefined && !signal.aborted ? Promise.reject(new Error('an attempt broke', { cause: thrown })) : settled()
  return pRetry(attempt, {
    retries: retry.maxRetries,
    factor: 2,
    minTimeout: retry.baseMs,
    maxTimeout: Number.POSITIVE_INFINITY,
    maxRetryTime: Number.POSITIVE_INFINITY,
    randomize: retry.jitter === 'spread',
    unref: false,
    signal,
    shouldRetry,
  }).then(settled, stopped)
}

/** After retries here a bad answer is not worth another; without any, a policy round the handler may still ask again. */
const usedUp =
  ({ maxRetries }: Retry) =>
  (failure: Failure): Failure =>
    failure.fault._tag === 'BadAnswer' && maxRetries > 0
      ? { ...failure, fault: { ...failure.fault, retryable: false } }
      : failure

/** Ends after some time or with the signal, whichever is first. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  ms <= 0 || signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', end)
          resolve()
        }
        const timer = setTimeout(end, ms)
        signal.addEventListener('abort', end, { once: true })
      })
