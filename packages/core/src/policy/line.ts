import { aborted, onAbort, type Aborted } from './waiting.js'

/** What comes of a try: go on with a value, or wait for a change and, where one is given, until a promise is over. */
export type Try<A> =
  | { readonly _tag: 'go'; readonly value: A }
  | { readonly _tag: 'wait'; readonly until?: (signal: AbortSignal) => Promise<unknown> }

/**
 * Where those wait who cannot go on yet. The first in line tries, again whenever something changed; nobody overtakes, and an aborted
 * waiter leaves at once without holding up the others.
 */
export interface Line {
  readonly enter: <A>(attempt: () => Try<A>, signal: AbortSignal) => Promise<A | Aborted>
  /** Something was given back or allowed: the first in line tries again. */
  readonly changed: () => void
  readonly length: () => number
}

interface Waiter {
  wake: () => void
}

/** An empty line. */
export const line = (): Line => {
  const waiting: Waiter[] = []
  const enter = async <A>(attempt: () => Try<A>, signal: AbortSignal): Promise<A | Aborted> => {
    const me: Waiter = { wake: () => undefined }
    waiting.push(me)
    try {
      while (!signal.aborted) {
        const tried = waiting[0] === me ? attempt() : undefined
        if (tried?._tag === 'go') return tried.value
        await sleep(me, tried?.until, signal)
      }
      return aborted
    } finally {
      waiting.splice(waiting.indexOf(me), 1)
      waiting[0]?.wake()
    }
  }
  return { enter, changed: () => waiting[0]?.wake(), length: () => waiting.length }
}

/** Until the waiter is woken, what it waits for is over, or the signal is aborted; whichever is first ends the others. */
const sleep = async (
  me: Waiter,
  until: ((signal: AbortSignal) => Promise<unknown>) | undefined,
  signal: AbortSignal,
): Promise<void> => {
  const over = new AbortController()
  let off: () => void = () => undefined
  await new Promise<void>((resolve, reject) => {
    me.wake = resolve
    off = onAbort(signal, resolve)
    until?.(over.signal).then(() => resolve(), reject)
  }).finally(() => {
    off()
    over.abort()
  })
}
