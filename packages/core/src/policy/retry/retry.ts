import * as E from 'fp-ts/lib/Either.js'
import pRetry from 'p-retry'
import type { Effect } from '../../kit/effect/index.js'
import type { EffectError } from '../../kit/fault/index.js'
import type { Clock } from '../../ports/index.js'
import { isOpenCircuit } from '../breaker/open-circuit.js'
import { toldAfter } from '../earlier.js'
import { quietly, type Tell } from '../event.js'
import type { Policy } from '../policy.js'
import { wrapped, type Outcome, type Send } from '../send.js'
import { endedWhile, pause } from '../waiting.js'
import { remaining, type Within } from '../within.js'
import { jitterOf, usualRetry, type RetrySpec } from './backoff.js'
import { allowsExtra, called, calledAgain, noExtraCalls } from './extra-calls.js'

/** What a retry needs from outside. */
interface RetryParts {
  readonly clock: Clock
  /** From 0 up to 1, 1 left out. */
  readonly random: () => number
  readonly tell?: Tell
}

/**
 * Makes a failed call again. Laws: a success and an error that is final are given on after one call; what may have been applied is
 * repeated only where the effect is `repeatable`; each wait is at least what the server asked for and never beyond the deadline; of a batch
 * only the members that failed go again; the last outcome carries the money of all tries; inside of another retry it adds nothing; retries
 * stay within a tenth of the calls of a busy minute. An open circuit ends it. Parts of an outcome (a stream) come again from the first with each
 * try. Resilience 3.
 */
export const retry = (spec: RetrySpec, parts: RetryParts): Policy => {
  const { clock, random } = parts
  const waits = { ...usualRetry, ...spec }
  let seen = noExtraCalls
  const rules: Rules = {
    retries: waits.retries,
    repeatable: waits.repeatable,
    begin: () => {
      seen = called(seen, clock.now())
    },
    delayBefore: (k, errors, within) => {
      const delay = Math.max(jitterOf(waits, k, random()), ...errors.map(askedPause))
      if (delay > remaining(within, clock) || !allowsExtra(seen, clock.now())) return undefined
      seen = calledAgain(seen, clock.now())
      return delay
    },
  }
  return (handler) => wrapped(handler, (send) => repeating(send, rules, parts))
}

/** What decides about another try. */
interface Rules {
  readonly retries: number
  readonly repeatable: boolean
  /** A call begins. */
  readonly begin: () => void
  /** How long to wait before retry `k`; undefined where there is to be none. */
  readonly delayBefore: (k: number, errors: readonly EffectError[], within: Within) => number | undefined
}

const repeating =
  <E extends Effect>(send: Send<E>, rules: Rules, { clock, tell }: RetryParts): Send<E> =>
  async (effects, context) => {
    const within: Within = context
    const { signal } = context
    if (within.retrying === true) return send(effects, context)
    const trials = effects.map((effect): Trial<E> => ({ effect, errors: [], outcome: undefined }))
    const failed = () => trials.filter((trial) => mayRepeat(trial, rules.repeatable))
    const again = new Error('some failed')
    const attempt = async (number: number): Promise<void> => {
      const going = number === 1 ? trials : failed()
      const inner: Within = { ...within, retrying: true, attempt: context.attempt + number - 1 }
      land(
        going,
        await send(
          going.map(({ effect }) => effect),
          inner,
        ),
      )
      if (!signal.aborted && failed().length > 0) return Promise.reject(again)
    }
    const shouldRetry = async ({ retriesConsumed: k }: { readonly retriesConsumed: number }): Promise<boolean> => {
      const going = failed()
      const errors = going.flatMap(lastError)
      const delayMs = rules.delayBefore(k, errors, within)
      if (delayMs === undefined) return false
      const facts = { attempt: context.attempt + k + 1, delayMs, error: errors[0]?._tag ?? 'Defect' }
      quietly(tell)({ _tag: 'retrying', ...whoOf(going), ...facts })
      await pause(clock, delayMs, signal)
      if (signal.aborted) going.forEach(leave)
      return !signal.aborted
    }
    rules.begin()
    // The waits are the clock's: p-retry keeps the count and the order of things.
    await pRetry(attempt, { retries: rules.retries, minTimeout: 0, shouldRetry }).catch((thrown: unknown) =>
      thrown === again ? undefined : Promise.reject(thrown as Error),
    )
    return trials.flatMap(({ outcome, errors }) => (outcome === undefined ? [] : [toldAfter(outcome, errors)]))
  }

/** One member's way: what it last came to, and the errors before that. */
interface Trial<E extends Effect> {
  readonly effect: E
  errors: readonly EffectError[]
  outcome: Outcome<E> | undefined
}

const land = <E extends Effect>(trials: readonly Trial<E>[], outcomes: readonly Outcome<E>[]): void =>
  trials.forEach((trial, i) => settle(trial, outcomes[i]))

const settle = <E extends Effect>(trial: Trial<E>, outcome: Outcome<E> | undefined): void => {
  if (trial.outcome !== undefined && E.isLeft(trial.outcome)) trial.errors = [...trial.errors, trial.outcome.left]
  trial.outcome = outcome
}

/** The caller left while it waited for another try. */
const leave = <E extends Effect>(trial: Trial<E>): void =>
  settle(trial, E.left(endedWhile(trial.effect, 'another try', 'no')))

const mayRepeat = <E extends Effect>({ outcome }: Trial<E>, repeatable: boolean): boolean =>
  outcome !== undefined &&
  E.isLeft(outcome) &&
  outcome.left.retryable &&
  (repeatable || outcome.left.applied === 'no') &&
  !isOpenCircuit(outcome.left)

const askedPause = (error: EffectError): number =>
  error._tag === 'Throttled' || error._tag === 'Unavailable' ? (error.retryAfterMs ?? 0) : 0

const lastError = ({ outcome }: Trial<Effect>): readonly EffectError[] =>
  outcome !== undefined && E.isLeft(outcome) ? [outcome.left] : []

const whoOf = (going: readonly Trial<Effect>[]) => ({
  effect: going[0]?.effect._tag ?? '',
  keys: going.map(({ effect }) => effect.key),
})
