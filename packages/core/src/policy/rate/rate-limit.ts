import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { noUsage, tokensOf, type Instant } from '../../kit/base/index.js'
import type { Effect } from '../../kit/effect/index.js'
import { nothingPaid, type EffectError } from '../../kit/fault/index.js'
import { counting, emptySliding, slidingWait, type Limit } from '../../kit/rate/index.js'
import type { Clock } from '../../ports/index.js'
import { line, type Try } from '../line.js'
import { estimatedTokens, paidFor } from '../payment.js'
import type { Policy } from '../policy.js'
import { wrapped, type Send } from '../send.js'
import { aborted, endedWhile } from '../waiting.js'
import { bucketWait, taken } from './bucket.js'

/** How much may be sent in a time. Resilience 16. */
export interface RateSpec {
  /** Effects; each member of a batch counts. */
  readonly requests?: number
  /** Tokens, by estimate before a call and corrected after it. */
  readonly tokens?: number
  /** The time, in ms: 60 000 unless told. */
  readonly perMs?: number
  /**
   * `bucket`, unless told: fills evenly, so that after a rest a full load may go at once and its successor follows evenly. `window`: no more
   * than the limit in about any stretch of the time.
   */
  readonly by?: 'bucket' | 'window'
}

/**
 * Keeps to a rate across all handlers and runs that share it. Laws: nothing is sent before the rate allows it; those who wait go in order; a
 * refused or aborted call takes nothing; what a call really took replaces its estimate; more than the limit at once waits for the whole of
 * it and is owed afterwards. Resilience 16.
 */
export const rateLimit = (spec: RateSpec, { clock }: { readonly clock: Clock }): Policy => {
  const perMs = spec.perMs ?? 60_000
  const gaugeOf = (most: number | undefined): Gauge =>
    most === undefined ? unlimited : (spec.by === 'window' ? windowGauge : bucketGauge)({ most, perMs }, clock.now())
  const requests = gaugeOf(spec.requests)
  const tokens = gaugeOf(spec.tokens)
  const waiting = line()
  const attempt = (cost: { readonly requests: number; readonly tokens: number }) => (): Try<undefined> => {
    const now = clock.now()
    const ms = Math.max(requests.wait(cost.requests, now), tokens.wait(cost.tokens, now))
    if (ms > 0) return { _tag: 'wait', until: (signal) => clock.wait(ms, signal) }
    requests.take(cost.requests, now)
    tokens.take(cost.tokens, now)
    return { _tag: 'go', value: undefined }
  }
  const carryOut =
    <E extends Effect>(send: Send<E>): Send<E> =>
    async (effects, context) => {
      const cost = { requests: effects.length, tokens: effects.reduce((sum, one) => sum + estimatedTokens(one), 0) }
      if ((await waiting.enter(attempt(cost), context.signal)) === aborted)
        return effects.map((effect) => E.left(endedWhile(effect, 'the rate', 'no')))
      const outcomes = await send(effects, context)
      const real = outcomes.reduce((sum, outcome, i) => sum + realTokens(effects[i], outcome), 0)
      tokens.take(real - cost.tokens, clock.now())
      waiting.changed()
      return outcomes
    }
  return (handler) => wrapped(handler, carryOut)
}

/** What a call took; the estimate where nobody knows. */
const realTokens = (effect: Effect | undefined, outcome: Either<EffectError, unknown>): number => {
  if (effect === undefined) return 0
  const expected = { ...nothingPaid, usage: { ...noUsage, input: estimatedTokens(effect) } }
  return tokensOf(paidFor(effect, outcome, expected).usage)
}

/** One of the two pure limiters with its state. */
interface Gauge {
  readonly wait: (cost: number, now: Instant) => number
  readonly take: (amount: number, now: Instant) => void
}

const unlimited: Gauge = { wait: () => 0, take: () => undefined }

const bucketGauge = (limit: Limit, from: Instant): Gauge => {
  let bucket = { tokens: limit.most, at: from }
  return {
    wait: (cost, now) => bucketWait(limit, bucket, { cost, now }),
    take: (amount, now) => void (bucket = taken(limit, bucket, { amount, now })),
  }
}

const windowGauge = (limit: Limit): Gauge => {
  let state = emptySliding
  return {
    wait: (cost, now) => slidingWait(limit, state, { cost, now }),
    take: (amount, now) => void (state = counting(limit.perMs, state, { amount, now })),
  }
}
