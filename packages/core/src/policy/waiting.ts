import type { Effect } from '../kit/effect/index.js'
import { cancelled, type Applied, type EffectError } from '../kit/fault/index.js'
import type { Clock } from '../ports/index.js'
import { doing } from './send.js'

/** What a wait ends with when the signal was first. */
export const aborted: unique symbol = Symbol('aborted')
/** {@link aborted} */
export type Aborted = typeof aborted

interface Hub {
  readonly calls: Set<() => void>
  readonly fire: () => void
}

/** One listener for each signal, however many wait on it: Node warns of a leak at the eleventh, and derived signals do leak on Node 20. */
const hubs = new WeakMap<AbortSignal, Hub>()

/** Calls once when the signal is aborted, at once where it is already. Gives what takes the call back. */
export const onAbort = (signal: AbortSignal, then: () => void): (() => void) => {
  if (signal.aborted) {
    then()
    return () => undefined
  }
  const hub = hubs.get(signal) ?? hubOf(signal)
  const call = (): void => then()
  hub.calls.add(call)
  return () => {
    hub.calls.delete(call)
    if (hub.calls.size > 0 || hubs.get(signal) !== hub) return
    signal.removeEventListener('abort', hub.fire)
    hubs.delete(signal)
  }
}

const hubOf = (signal: AbortSignal): Hub => {
  const calls = new Set<() => void>()
  const fire = (): void => {
    for (const call of [...calls]) call()
  }
  const hub = { calls, fire }
  signal.addEventListener('abort', fire, { once: true })
  hubs.set(signal, hub)
  return hub
}

/** What a promise resolves with, or {@link aborted} at once when the signal is aborted first. */
export const orAborted = <A>(promise: Promise<A>, signal: AbortSignal): Promise<A | Aborted> =>
  new Promise((resolve, reject) => {
    const off = onAbort(signal, () => resolve(aborted))
    promise.then(resolve, reject).finally(off)
  })

/** Lets time pass, or ends at once with the signal. The clock is given a signal of its own, to listen on as it likes. */
export const pause = async (clock: Clock, ms: number, signal: AbortSignal): Promise<void> => {
  const over = new AbortController()
  await orAborted(clock.wait(ms, over.signal), signal).finally(() => over.abort())
}

/** The caller's signal ended the effect while it waited for something. */
export const endedWhile = (
  effect: Effect,
  waitedFor: string,
  applied: Extract<Applied, 'no' | 'unknown'>,
): EffectError =>
  cancelled({
    doing: doing(effect),
    because: `the caller ended it while it waited for ${waitedFor}`,
    next: applied === 'no' ? 'Nothing was sent.' : 'It may have been carried out all the same.',
    ids: { effect: effect.key },
    applied,
  })
