import * as E from 'fp-ts/lib/Either.js'
import type { Context, Effect } from '../kit/effect/index.js'
import type { EffectError } from '../kit/fault/index.js'
import type { Clock } from '../ports/index.js'
import { toldAfter } from './earlier.js'
import { quietly, type Tell } from './event.js'
import type { Policy } from './policy.js'
import { wrapped, type Outcome, type Send } from './send.js'
import { endedWhile, pause } from './waiting.js'
import { remaining } from './within.js'

/** How long to wait for a store or a model that is away. */
export interface PatienceSpec {
  /** All waits of one call together, in ms: 1 to 86 400 000. */
  readonly maxMs: number
  /** The least wait in ms: 1 to 3 600 000, 1000 unless told. What the other side or an open circuit asks for counts where it is longer. */
  readonly everyMs?: number
  /** The effect may be carried out twice without harm, so that a lost answer is asked for again. */
  readonly repeatable?: boolean
}

/**
 * Waits out a time in which nobody answers, outside of retry and breaker: what is `Unavailable`, `TimedOut` or `Throttled` is asked again after a
 * pause, as long as the patience lasts. So a run waits for a store that is away instead of ending without it. Laws: a success and an error that is
 * final are given on; the waits together are never longer than `maxMs`, nor beyond a deadline; of a batch only the members that failed go again;
 * what may have been applied is repeated only where the effect is `repeatable`; the last outcome carries the money of all calls.
 */
export const patience = (spec: PatienceSpec, parts: { readonly clock: Clock; readonly tell?: Tell }): Policy => {
  const { clock, tell } = parts
  const { maxMs, everyMs = 1000, repeatable = false } = spec
  const isEndedIn = async (ms: number, { signal }: Context): Promise<boolean> => {
    await pause(clock, ms, signal)
    return signal.aborted
  }
  const carryOut =
    <E extends Effect>(send: Send<E>): Send<E> =>
    async (effects, context) => {
      const callers = effects.map((effect): Caller<E> => ({ effect, errors: [], outcome: undefined }))
      let left = maxMs
      for (let attempt = context.attempt; ; attempt += 1) {
        const going = callers.filter((caller) => isWaiting(caller, repeatable))
        const answers = await send(
          going.map(({ effect }) => effect),
          { ...context, attempt },
        )
        going.forEach((caller, i) => land(caller, answers[i]))
        const away = callers.filter((caller) => isWaiting(caller, repeatable))
        const delayMs = Math.max(everyMs, ...away.flatMap(({ outcome }) => askedBy(outcome)))
        if (away.length === 0 || context.signal.aborted || delayMs > left || delayMs > remaining(context, clock)) break
        left -= delayMs
        const keys = away.map(({ effect }) => effect.key)
        const error = errorIn(away[0]?.outcome)?._tag ?? 'Defect'
        quietly(tell)({ _tag: 'waiting', effect: away[0]?.effect._tag ?? '', keys, delayMs, error })
        if (await isEndedIn(delayMs, context)) {
          for (const caller of away)
            land(caller, E.left(endedWhile(caller.effect, 'the other side to come back', 'no')))
          break
        }
      }
      return callers.flatMap(({ outcome, errors }) => (outcome === undefined ? [] : [toldAfter(outcome, errors)]))
    }
  return (handler) => wrapped(handler, carryOut)
}

/** One effect, what it last came to, and the errors before that. */
interface Caller<E extends Effect> {
  readonly effect: E
  errors: readonly EffectError[]
  outcome: Outcome<E> | undefined
}

const land = <E extends Effect>(caller: Caller<E>, outcome: Outcome<E> | undefined): void => {
  const before = errorIn(caller.outcome)
  if (before !== undefined) caller.errors = [...caller.errors, before]
  caller.outcome = outcome
}

/** It was not asked yet, or nobody answered. */
const isWaiting = <E extends Effect>({ outcome }: Caller<E>, repeatable: boolean): boolean => {
  const error = errorIn(outcome)
  if (error === undefined) return outcome === undefined
  const isAway = error._tag === 'Unavailable' || error._tag === 'TimedOut' || error._tag === 'Throttled'
  return isAway && (repeatable || error.applied === 'no')
}

const errorIn = (outcome: Outcome<Effect> | undefined): EffectError | undefined =>
  outcome !== undefined && E.isLeft(outcome) ? outcome.left : undefined

const askedBy = (outcome: Outcome<Effect> | undefined): readonly number[] => {
  const error = errorIn(outcome)
  if (error?._tag !== 'Unavailable' && error?._tag !== 'Throttled') return []
  return error.retryAfterMs === undefined ? [] : [error.retryAfterMs]
}
