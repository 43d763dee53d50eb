/** Events between the connection, which puts them in, and the host, which takes them out. */
export interface Mailbox<A> {
  readonly put: (event: A) => void
  /** What was put in before is still given out. */
  readonly close: () => void
  /** How many are in it, the one that the host is busy with included. */
  readonly size: () => number
  /** One reader: two loops over it would share the events. */
  readonly events: AsyncIterable<A>
}

/** An event counts as taken when the next one is asked for: then the host is done with it. */
export const mailbox = <A>(taken: (event: A) => void): Mailbox<A> => {
  const waiting: A[] = []
  const readers: ((result: IteratorResult<A>) => void)[] = []
  let busy: { readonly event: A } | null = null
  let isClosed = false
  const over: IteratorResult<A> = { done: true, value: undefined }
  const hand = (event: A): IteratorResult<A> => {
    busy = { event }
    return { done: false, value: event }
  }
  const settle = () => {
    const done = busy
    busy = null
    if (done !== null) taken(done.event)
  }
  const next = (): Promise<IteratorResult<A>> => {
    settle()
    const [first] = waiting.splice(0, 1)
    if (first !== undefined) return Promise.resolve(hand(first))
    return isClosed ? Promise.resolve(over) : new Promise((resolve) => void readers.push(resolve))
  }
  return {
    put: (event) => {
      if (isClosed) return
      const reader = readers.shift()
      if (reader === undefined) waiting.push(event)
      else reader(hand(event))
    },
    close: () => {
      isClosed = true
      readers.splice(0).forEach((reader) => reader(over))
    },
    size: () => waiting.length + (busy === null ? 0 : 1),
    events: {
      [Symbol.asyncIterator]: () => ({
        next,
        // A loop that is left keeps its last event: it may not be done with it. The next loop begins behind it.
        return: () => Promise.resolve(over),
      }),
    },
  }
}
