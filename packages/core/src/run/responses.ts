/** What a run tells, waiting to be read: unread responses are kept, read ones are not. Each response goes to one read. */
export interface Responses<A> {
  readonly tell: (items: readonly A[]) => void
  /** No more will come; what was told is read first, then reading ends the way `end` does. */
  readonly close: (end: () => Promise<unknown>) => void
  readonly read: () => AsyncIterator<A, undefined>
}

type Answer<A> = (result: IteratorResult<A, undefined> | Promise<IteratorResult<A, undefined>>) => void

/** An empty queue of responses. */
export const responses = <A>(): Responses<A> => {
  let unread: A[] = []
  let head = 0
  let waiting: Answer<A>[] = []
  let closed: (() => Promise<unknown>) | undefined

  const over = async (end: () => Promise<unknown>): Promise<IteratorResult<A, undefined>> => {
    await end()
    return { done: true, value: undefined }
  }

  const next = (): Promise<IteratorResult<A, undefined>> => {
    if (head < unread.length) {
      // A cast after a check: the index is inside.
      const value = unread[head] as A
      head += 1
      if (head === unread.length) [unread, head] = [[], 0]
      return Promise.resolve({ done: false, value })
    }
    return closed === undefined ? new Promise((answer) => waiting.push(answer)) : over(closed)
  }

  return {
    tell: (items) => {
      for (const value of items) {
        const answer = waiting.shift()
        if (answer === undefined) unread.push(value)
        else answer({ done: false, value })
      }
    },
    close: (end) => {
      closed = end
      for (const answer of waiting) answer(over(end))
      waiting = []
    },
    read: () => ({ next, return: () => Promise.resolve({ done: true, value: undefined }) }),
  }
}
