/** What a run tells, waiting to be read: unread responses are kept, read ones are not. One reader at a time. */
export interface Responses<A> {
  readonly tell: (items: readonly A[]) => void
  /** No more will come; what was told is read first, then reading ends the way `end` does. */
  readonly close: (end: () => Promise<unknown>) => void
  readonly read: () => AsyncIterator<A, undefined>
}

/** An empty queue of responses. */
export const responses = <A>(): Responses<A> => {
  let unread: A[] = []
  let head = 0
  let closed: (() => Promise<unknown>) | undefined
  let wake: () => void = () => undefined

  const next = async (): Promise<IteratorResult<A, undefined>> => {
    for (;;) {
      if (head < unread.length) {
        // A cast after a check: the index is inside.
        const value = unread[head] as A
        head += 1
        if (head === unread.length) [unread, head] = [[], 0]
        return { done: false, value }
      }
      if (closed !== undefined) {
        await closed()
        return { done: true, value: undefined }
      }
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  return {
    tell: (items) => {
      for (const item of items) unread.push(item)
      if (items.length > 0) wake()
    },
    close: (end) => {
      closed = end
      wake()
    },
    read: () => ({ next, return: () => Promise.resolve({ done: true, value: undefined }) }),
  }
}
