import type { Effect } from '../../kit/effect/index.js'
import { unavailable, type EffectError } from '../../kit/fault/index.js'
import { doing } from '../send.js'

/** The call was not made, because those before it failed. */
export const openCircuit = (effect: Effect, facts: { readonly failures: number; readonly retryAfterMs: number }) =>
  unavailable({
    doing: doing(effect),
    because: `the circuit is open after ${facts.failures} failed calls in a row; this one was not made`,
    next: `Try again in ${facts.retryAfterMs} ms, or use another link of a fallback.`,
    ids: { effect: effect.key, circuit: 'open' },
    applied: 'no',
    retryAfterMs: facts.retryAfterMs,
  })

/** Whether an error is a circuit's own refusal: it ends a retry. */
export const isOpenCircuit = (error: EffectError): boolean =>
  error._tag === 'Unavailable' && error.ids?.['circuit'] === 'open'
