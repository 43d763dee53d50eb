import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Effect } from '../../kit/effect/index.js'
import type { EffectError } from '../../kit/fault/index.js'
import type { Policy } from '../policy.js'
import { wrapped, type Outcome, type Send } from '../send.js'
import { aborted, endedWhile, orAborted } from '../waiting.js'
import { circuit, type BreakerParts, type BreakerSpec, type Circuit, type Verdict } from './circuit.js'
import { openCircuit } from './open-circuit.js'
import { slowStart, type SlowStart } from './slow-start.js'
import type { BreakerState } from './state.js'

/** A breaker whose state can be read, kept over a restart (`JSON.stringify`), and given to another as `initial`. */
export type Breaker = Policy & { readonly toJSON: () => BreakerState }

/**
 * Stops calling what does not answer. Laws: after `threshold` failed calls in a row none is made until `recoveryMs` have passed; then one
 * probe decides while the others wait; only `Unavailable` and `TimedOut` count, and a caller's abort says nothing; a batch is one call, failed
 * when no member got through; for ten seconds after closing calls go one at a time. Resilience 4.
 */
export const breaker = (spec: BreakerSpec, parts: BreakerParts): Breaker => {
  const gate = slowStart(parts.clock)
  const inner = circuit(spec, parts, gate.begin)
  const policy: Policy = (handler) => wrapped(handler, (send) => through(inner, gate, send))
  return Object.assign(policy, { toJSON: inner.state })
}

const through =
  <E extends Effect>({ execute, state, opensIn }: Circuit, gate: SlowStart, send: Send<E>): Send<E> =>
  async (effects, context) => {
    const { signal } = context
    const ended = (): readonly Outcome<E>[] => effects.map((effect) => E.left(endedWhile(effect, 'the circuit', 'no')))
    if (signal.aborted) return ended()
    const held: { outcomes?: readonly Outcome<E>[] } = {}
    let start: () => void = () => undefined
    const started = new Promise<void>((resolve) => (start = resolve))
    const call = async (): Promise<Verdict> => {
      const outcomes = await gate.pass(signal, () => {
        start()
        return send(effects, context)
      })
      if (outcomes === undefined) return 'unlearnt'
      held.outcomes = outcomes
      return verdictOf(outcomes)
    }
    const made = execute(call)
    // A call that was started is awaited, for what it cost; a wait before it ends with the caller's signal.
    if ((await orAborted(Promise.race([started, made]), signal)) === aborted) {
      made.catch(() => undefined)
      return ended()
    }
    if ((await made) === 'made') return held.outcomes ?? ended()
    const facts = { failures: state().failures, retryAfterMs: opensIn() }
    return effects.map((effect) => E.left(openCircuit(effect, facts)))
  }

const verdictOf = (outcomes: readonly Either<EffectError, unknown>[]): Verdict => {
  if (outcomes.every(isLeftOf(['Cancelled']))) return 'unlearnt'
  return outcomes.every(isLeftOf(['Unavailable', 'TimedOut'])) ? 'failed' : 'passed'
}

const isLeftOf =
  (tags: readonly EffectError['_tag'][]) =>
  (outcome: Either<EffectError, unknown>): boolean =>
    E.isLeft(outcome) && tags.includes(outcome.left._tag)
