/**
 * A sequence that is put to at its end and taken from at its beginning, and shares what it holds between versions: a step copies at most
 * one chunk and the list of chunks. An empty one takes no memory of its own.
 */
export interface Queue<A> {
  readonly size: number
  /** Chunks that are complete; the first may have lost its beginning. */
  readonly full: readonly (readonly A[])[]
  readonly tail: readonly A[]
}

const WIDTH = 32

/** No items. */
export const emptyQueue: Queue<never> = { size: 0, full: [], tail: [] }

/** The same with one item more at the end. */
export const push = <A>(item: A, { size, full, tail }: Queue<A>): Queue<A> =>
  tail.length < WIDTH
    ? { size: size + 1, full, tail: [...tail, item] }
    : { size: size + 1, full: [...full, tail], tail: [item] }

/** The same without its first items, as long as they are old; asked of each in order, once, until one is not. */
export const dropWhile = <A>(isOld: (item: A) => boolean, queue: Queue<A>): Queue<A> => {
  let gone = 0
  for (const [i, chunk] of queue.full.entries()) {
    const from = chunk.findIndex((item) => !isOld(item))
    if (from >= 0) return gone + from === 0 ? queue : withoutFirst(queue, i, from)
    gone += chunk.length
  }
  const from = queue.tail.findIndex((item) => !isOld(item))
  if (from < 0) return emptyQueue
  return gone + from === 0 ? queue : { size: queue.tail.length - from, full: [], tail: queue.tail.slice(from) }
}

const withoutFirst = <A>(queue: Queue<A>, chunks: number, from: number): Queue<A> => {
  const full = queue.full.slice(chunks).map((chunk, i) => (i === 0 ? chunk.slice(from) : chunk))
  return { size: full.reduce((sum, chunk) => sum + chunk.length, queue.tail.length), full, tail: queue.tail }
}

/** The oldest item. */
export const first = <A>({ full, tail }: Queue<A>): A | undefined => (full[0] ?? tail)[0]

/** The newest item of which it holds. */
export const findLast = <A>(isIt: (item: A) => boolean, { full, tail }: Queue<A>): A | undefined => {
  const found = tail.findLast(isIt)
  for (let i = full.length - 1; found === undefined && i >= 0; i -= 1) {
    const earlier = full[i]?.findLast(isIt)
    if (earlier !== undefined) return earlier
  }
  return found
}

/** All items, the oldest first. */
export const items = <A>({ full, tail }: Queue<A>): readonly A[] => [...full.flat(1), ...tail] as readonly A[]
