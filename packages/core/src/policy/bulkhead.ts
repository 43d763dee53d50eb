import * as E from 'fp-ts/lib/Either.js'
import type { Effect } from '../kit/effect/index.js'
import { throttled } from '../kit/fault/index.js'
import { line, type Try } from './line.js'
import type { Policy } from './policy.js'
import { doing, wrapped, type Send } from './send.js'
import { aborted, endedWhile } from './waiting.js'

/** How many calls may be under way at once, and how many more may wait for a place. Resilience 8. */
export interface BulkheadSpec {
  readonly limit: number
  readonly queue: number
}

/**
 * Bounds calls under way, a batch as one. Laws: never more than `limit` under way; those who wait go in order, at most `queue` of them, and an
 * aborted one leaves its place at once; one more is `Throttled` at once. Resilience 8.
 *
 * Ours, not cockatiel's (3.2.1): there a waiter that was aborted swallows the turn of the one behind it, which then waits for ever.
 */
export const bulkhead = ({ limit, queue }: BulkheadSpec): Policy => {
  const waiting = line()
  let underWay = 0
  const attempt = (): Try<true> => {
    if (underWay >= limit) return { _tag: 'wait' }
    underWay += 1
    return { _tag: 'go', value: true }
  }
  // Who was woken has not taken its place yet: those who really wait are the ones beyond the free places.
  const isFull = (): boolean => waiting.length() - (limit - underWay) >= queue
  const carryOut =
    <E extends Effect>(send: Send<E>): Send<E> =>
    async (effects, context) => {
      if (isFull()) return effects.map((effect) => E.left(full(effect, { limit, queue })))
      if ((await waiting.enter(attempt, context.signal)) === aborted)
        return effects.map((effect) => E.left(endedWhile(effect, 'a free place', 'no')))
      try {
        return await send(effects, context)
      } finally {
        underWay -= 1
        waiting.changed()
      }
    }
  return (handler) => wrapped(handler, carryOut)
}

const full = (effect: Effect, { limit, queue }: BulkheadSpec) =>
  throttled({
    doing: doing(effect),
    because: `${limit} calls are under way and ${queue} wait already`,
    next: 'Try again later, or send less at once.',
    ids: { effect: effect.key },
  })
