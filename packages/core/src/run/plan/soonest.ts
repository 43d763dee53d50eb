/** Things to come, handed out in the order of their time; those of one time in the order in which they were put. O(log n). */
export interface Soonest<A> {
  readonly put: (at: number, item: A) => void
  readonly take: () => { readonly at: number; readonly item: A } | undefined
}

interface Entry<A> {
  readonly at: number
  readonly turn: number
  readonly item: A
}

const isBefore = <A>(a: Entry<A>, b: Entry<A>): boolean => a.at < b.at || (a.at === b.at && a.turn < b.turn)

/** An empty one: a binary heap. */
export const soonest = <A>(): Soonest<A> => {
  const heap: Entry<A>[] = []
  let turns = 0
  return {
    put: (at, item) => {
      heap.push({ at, turn: turns, item })
      turns += 1
      rise(heap)
    },
    take: () => {
      const [first] = heap
      const last = heap.pop()
      if (first === undefined || last === undefined || heap.length === 0) return first
      heap[0] = last
      sink(heap)
      return first
    },
  }
}

/** Brings the last entry to its place. */
const rise = <A>(heap: Entry<A>[]): void => {
  let place = heap.length - 1
  while (place > 0) {
    const above = (place - 1) >> 1
    if (!swapped(heap, above, place)) return
    place = above
  }
}

/** Brings the first entry to its place. */
const sink = <A>(heap: Entry<A>[]): void => {
  let place = 0
  for (;;) {
    const [left, right] = [2 * place + 1, 2 * place + 2]
    const [a, b] = [heap[left], heap[right]]
    const below = a !== undefined && b !== undefined && isBefore(b, a) ? right : left
    if (!swapped(heap, place, below)) return
    place = below
  }
}

/** Puts the sooner of two above the other; false where that was so, or where there is nothing below. */
const swapped = <A>(heap: Entry<A>[], above: number, below: number): boolean => {
  const [a, b] = [heap[above], heap[below]]
  if (a === undefined || b === undefined || !isBefore(b, a)) return false
  heap[above] = b
  heap[below] = a
  return true
}
