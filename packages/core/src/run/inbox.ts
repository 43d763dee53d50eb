/** Inputs that have arrived and not been stepped through. */
export interface Inbox<A> {
  readonly put: (input: A) => void
  /** All that is there, in order of arrival; leaves the inbox empty. */
  readonly take: () => readonly A[]
  readonly isEmpty: () => boolean
  /** Resolves at the next input, or when woken. */
  readonly wait: () => Promise<void>
  readonly wake: () => void
}

/** An inbox with a first input. */
export const inbox = <A>(first: A): Inbox<A> => {
  let arrived: A[] = [first]
  let wake: () => void = () => undefined
  return {
    put: (input) => {
      // An array of one is written as such: the first push would reserve room for seventeen.
      if (arrived.length === 0) arrived = [input]
      else arrived.push(input)
      wake()
    },
    take: () => {
      const taken = arrived
      arrived = []
      return taken
    },
    isEmpty: () => arrived.length === 0,
    wait: () =>
      new Promise((resolve) => {
        wake = resolve
      }),
    wake: () => wake(),
  }
}
