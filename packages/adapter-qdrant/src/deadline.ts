import type { Ending } from './faults/index.js'

/** A signal that ends when the caller's does or when time is up, and who of the two it was. */
export interface Deadline {
  readonly signal: AbortSignal
  readonly ending: () => Ending | undefined
  /** To be called when the work is done: nothing is held on to after it. */
  readonly clear: () => void
}

/** A deadline that begins now. */
export const deadline = (ms: number, caller: AbortSignal): Deadline => {
  const control = new AbortController()
  let ending: Ending | undefined
  const end = (by: Ending) => () => {
    ending ??= by
    control.abort()
  }
  const byCaller = end({ _tag: 'caller' })
  const timer = setTimeout(end({ _tag: 'deadline', ms }), ms)
  const forget = onAbort(caller, byCaller)
  return {
    signal: control.signal,
    ending: () => ending,
    clear: () => {
      clearTimeout(timer)
      forget()
    },
  }
}

/** Who wants to hear of a signal. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/** One listener for each signal, however many wait for it: the platform warns of a leak where a run has more than ten effects out. */
const onAbort = (signal: AbortSignal, hear: () => void): (() => void) => {
  const known = waiting.get(signal)
  const hearers = known ?? new Set<() => void>()
  if (known === undefined) {
    waiting.set(signal, hearers)
    signal.addEventListener('abort', () => [...hearers].forEach((each) => each()), { once: true })
  }
  hearers.add(hear)
  return () => void hearers.delete(hear)
}
