import type { Context } from '../kit/effect/index.js'

/** A call whose parts are heard until it is over. */
export interface Hearing<C extends Context> {
  readonly context: C
  readonly close: () => void
}

/**
 * The same context for one call that may end before its handler does. What a handler tells after its call is over is not heard: it would stand
 * between the parts of the next try.
 */
export const hearing = <C extends Context>(context: C): Hearing<C> => {
  const { tell } = context
  if (tell === undefined) return { context, close: deaf }
  let isOver = false
  const heard = (partial: unknown): void => {
    if (!isOver) tell(partial)
  }
  return { context: { ...context, tell: heard }, close: () => void (isOver = true) }
}

const deaf = (): void => undefined
