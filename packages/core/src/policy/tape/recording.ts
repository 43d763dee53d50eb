import * as E from 'fp-ts/lib/Either.js'
import type { Effect } from '../../kit/effect/index.js'
import { defect, thrownText } from '../../kit/fault/index.js'
import { statedIn } from '../payment.js'
import { applyTo, type Policy } from '../policy.js'
import { doing, wrapped, type Outcome, type Send } from '../send.js'
import { lineOf } from './line.js'

/** Takes a line of a tape, its end of line included; it is awaited before the outcome is given on. */
export type Sink = (line: string) => void | Promise<void>

/**
 * The same handlers, with every outcome written down. Laws: outcomes are given on as they are, after their line was taken; lines are
 * handed over one at a time, those of a batch in its order; an outcome whose line was not taken is a `Defect` that keeps what was paid, for
 * a tape with holes would be found out too late. `replaying` the lines gives the same outcomes again. Parts of an outcome (a stream) are given on
 * and not written down.
 *
 * @example
 * const taped = recording(interpreter, (line) => appendFile('run.jsonl', line))
 */
export const recording = <I extends object>(handlers: I, sink: Sink): I => {
  let written: Promise<unknown> = Promise.resolve()
  const write = (line: string): Promise<void> => {
    const next = written.then(() => sink(line))
    written = next.catch(() => undefined)
    return next
  }
  const kept = async <E extends Effect>(effect: E, outcome: Outcome<E>): Promise<Outcome<E>> => {
    try {
      await write(lineOf(effect, outcome))
      return outcome
    } catch (thrown) {
      return E.left(notTaken(effect, outcome, thrown))
    }
  }
  const carryOut =
    <E extends Effect>(send: Send<E>): Send<E> =>
    async (effects, context) => {
      const outcomes = await send(effects, context)
      // A cast after a check: the sending is total, one outcome for each effect.
      return Promise.all(effects.map((effect, i) => kept(effect, outcomes[i] as Outcome<E>)))
    }
  const policy: Policy = (handler) => wrapped(handler, carryOut)
  return applyTo(handlers, policy)
}

const notTaken = <E extends Effect>(effect: E, outcome: Outcome<E>, thrown: unknown) => {
  const paid = statedIn(outcome)
  return defect({
    doing: `record how ${effect._tag} ${effect.key} ended`,
    because: `the sink did not take the line: ${thrownText(thrown)}`,
    next: `Find room for the tape and record again; ${doing(effect)} may have happened.`,
    ids: { effect: effect.key },
    ...(paid === undefined ? {} : { paid }),
  })
}
