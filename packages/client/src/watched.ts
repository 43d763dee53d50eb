/** A value that changes, and those who want to know. */
export interface Watched<A> {
  readonly now: () => A
  /** Called at once and on every change, until what it returns is called. */
  readonly subscribe: (listener: (value: A) => void) => () => void
}

/** A {@link Watched} and the way to change it. */
export const watched = <A>(first: A): Watched<A> & { readonly set: (value: A) => void } => {
  const listeners = new Set<(value: A) => void>()
  let value = first
  return {
    now: () => value,
    subscribe: (listener) => {
      listeners.add(listener)
      listener(value)
      return () => void listeners.delete(listener)
    },
    set: (next) => {
      value = next
      listeners.forEach((listener) => listener(next))
    },
  }
}
