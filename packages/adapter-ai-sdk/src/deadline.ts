/** How a call ended. */
export type Ended<A> =
  | { readonly _tag: 'answered'; readonly value: A }
  | { readonly _tag: 'threw'; readonly thrown: unknown }
  | { readonly _tag: 'late' }
  | { readonly _tag: 'aborted' }

/**
 * Carries out a call and never rejects. It ends when the call ends, the signal is aborted or the time is up, even where the model ignores
 * the signal it is given. That signal is one of its own per call: listeners on a run's signal, which lives long, are taken off again.
 */
export const bounded = <A>(
  call: (signal: AbortSignal) => PromiseLike<A>,
  limits: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<Ended<A>> =>
  new Promise((resolve) => {
    const own = new AbortController()
    const end = (ended: Ended<A>): void => {
      clearTimeout(timer)
      limits.signal.removeEventListener('abort', onAbort)
      resolve(ended)
      if (ended._tag === 'late' || ended._tag === 'aborted') own.abort()
    }
    const onAbort = (): void => end({ _tag: 'aborted' })
    const timer = setTimeout(() => end({ _tag: 'late' }), limits.timeoutMs)
    if (limits.signal.aborted) return onAbort()
    limits.signal.addEventListener('abort', onAbort, { once: true })
    Promise.resolve()
      .then(() => call(own.signal))
      .then(
        (value) => end({ _tag: 'answered', value }),
        (thrown: unknown) => end({ _tag: 'threw', thrown }),
      )
  })
