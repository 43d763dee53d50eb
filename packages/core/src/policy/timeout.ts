import { TaskCancelledError, TimeoutStrategy, timeout as limited } from 'cockatiel'
import * as E from 'fp-ts/lib/Either.js'
import type { Effect } from '../kit/effect/index.js'
import { timedOut } from '../kit/fault/index.js'
import type { Clock } from '../ports/index.js'
import { hearing } from './hearing.js'
import type { Policy } from './policy.js'
import { doing, wrapped, type Send } from './send.js'
import { endedWhile, onAbort } from './waiting.js'
import { remaining, until } from './within.js'

/** What is left to those further out when a deadline ends a call. Resilience 6. */
const marginMs = 10

/**
 * Bounds the time of a call, a batch as one. Laws: a faster answer is given on as it is; at the end of the time the answer is `TimedOut`,
 * whatever the handler does, its signal is aborted, and what it tells from then on is not heard; the time is `min(ms, deadline - 10 ms)`, and those further in see it as their
 * deadline; a caller's abort ends it at once as `Cancelled`. Resilience 6.
 */
export const timeout = (ms: number, { clock }: { readonly clock: Clock }): Policy => {
  const carryOut =
    <E extends Effect>(send: Send<E>): Send<E> =>
    async (effects, context) => {
      const allowed = Math.min(ms, remaining(context, clock) - marginMs)
      if (context.signal.aborted) return effects.map((effect) => E.left(endedWhile(effect, 'its turn', 'no')))
      if (allowed <= 0) return effects.map((effect) => E.left(late(effect, 0)))
      if (!Number.isFinite(allowed)) return send(effects, context)
      const own = new AbortController()
      const open = hearing(context)
      const off = onAbort(context.signal, () => own.abort(context.signal.reason))
      try {
        return await limited(allowed, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false }).execute(
          ({ signal }) => send(effects, until({ ...open.context, signal }, clock.now() + allowed)),
          own.signal,
        )
      } catch (thrown) {
        // Not by `isTaskCancelledError`: cockatiel 3.2.1 looks for another error's mark there.
        if (!(thrown instanceof TaskCancelledError)) throw thrown
        return effects.map((effect) =>
          E.left(context.signal.aborted ? endedWhile(effect, 'an answer', 'unknown') : late(effect, allowed)),
        )
      } finally {
        open.close()
        off()
      }
    }
  return (handler) => wrapped(handler, carryOut)
}

const late = (effect: Effect, ms: number) =>
  timedOut({
    doing: doing(effect),
    because: ms > 0 ? `no answer within ${ms} ms` : 'no time was left to ask',
    next: 'Try again later, or allow more time.',
    ids: { effect: effect.key },
    applied: ms > 0 ? 'unknown' : 'no',
  })
