import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'

/** How a piece of work ended: by itself, by its deadline, or because nobody waits any more. */
export type Ending<A> =
  | { readonly _tag: 'settled'; readonly outcome: Either<EffectError, A> }
  | { readonly _tag: 'late' }
  | { readonly _tag: 'aborted' }

/**
 * Waits for work that settles and never rejects, but not longer than told and not behind an aborted signal. A server that hangs is no error for
 * the client: without this, nobody would ever learn of it.
 */
export const raced = <A>(
  work: Promise<Either<EffectError, A>>,
  { ms, signal }: { readonly ms: number; readonly signal?: AbortSignal },
): Promise<Ending<A>> =>
  new Promise((resolve) => {
    const end = (ending: Ending<A>): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      resolve(ending)
    }
    const abort = (): void => end({ _tag: 'aborted' })
    const timer = setTimeout(() => end({ _tag: 'late' }), ms)
    signal?.addEventListener('abort', abort)
    if (signal?.aborted === true) abort()
    void work.then((outcome) => end({ _tag: 'settled', outcome }))
  })
