/**
 * A sequence that is put to at its end and taken from at its beginning, and shares what it holds between versions: one item more costs the
 * same however many there are, but for every 32nd. An empty one takes no memory of its own.
 */
export interface Queue<A> {
  readonly size: number
  /** Chunks that are complete; the first may have lost its beginning. */
  readonly full: readonly (readonly A[])[]
  /** The newest items, the newest first, fewer than a chunk. */
  readonly fresh: Link<A> | null
}

interface Link<A> {
  readonly item: A
  readonly oldest: A
  readonly count: number
  readonly before: Link<A> | null
}

const WIDTH = 32

/** No items. */
export const emptyQueue: Queue<never> = { size: 0, full: [], fresh: null }

/** The same with one item more at the end. */
export const push = <A>(item: A, { size, full, fresh }: Queue<A>): Queue<A> => {
  const link: Link<A> =
    fresh === null
      ? { item, oldest: item, count: 1, before: null }
      : { item, oldest: fresh.oldest, count: fresh.count + 1, before: fresh }
  return link.count < WIDTH
    ? { size: size + 1, full, fresh: link }
    : { size: size + 1, full: [...full, inOrder(link)], fresh: null }
}

/** What links hold, the oldest first. */
const inOrder = <A>(newest: Link<A> | null): readonly A[] => {
  const found: A[] = []
  for (let link = newest; link !== null; link = link.before) found.push(link.item)
  return found.reverse()
}

/** The same without its first items, as long as they are old; asked of each in order, once, until one is not. */
export const dropWhile = <A>(isOld: (item: A) => boolean, queue: Queue<A>): Queue<A> => {
  let gone = 0
  for (const [i, chunk] of queue.full.entries()) {
    const from = chunk.findIndex((item) => !isOld(item))
    if (from >= 0) return gone + from === 0 ? queue : withoutFirst(queue, i, from)
    gone += chunk.length
  }
  const fresh = inOrder(queue.fresh)
  const from = fresh.findIndex((item) => !isOld(item))
  if (from < 0) return emptyQueue
  return gone + from === 0 ? queue : fresh.slice(from).reduce<Queue<A>>((left, item) => push(item, left), emptyQueue)
}

const withoutFirst = <A>({ size, full, fresh }: Queue<A>, chunks: number, from: number): Queue<A> => {
  const gone = full.slice(0, chunks).reduce((sum, { length }) => sum + length, from)
  return { size: size - gone, full: full.slice(chunks).map((chunk, i) => (i === 0 ? chunk.slice(from) : chunk)), fresh }
}

/** The oldest item. */
export const first = <A>({ full, fresh }: Queue<A>): A | undefined => full[0]?.[0] ?? fresh?.oldest

/** The newest item of which it holds. */
export const findLast = <A>(isIt: (item: A) => boolean, { full, fresh }: Queue<A>): A | undefined => {
  for (let link = fresh; link !== null; link = link.before) if (isIt(link.item)) return link.item
  for (const chunk of full.toReversed()) {
    const found = chunk.findLast(isIt)
    if (found !== undefined) return found
  }
  return undefined
}

/** All items, the oldest first. */
export const items = <A>({ full, fresh }: Queue<A>): readonly A[] =>
  [...full.flat(1), ...inOrder(fresh)] as readonly A[]
