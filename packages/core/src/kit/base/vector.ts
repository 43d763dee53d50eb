/**
 * A fixed-size sequence that shares structure between versions: `set` copies one path of a 32-way tree (O(log n)),
 * so that a state of thousands of cells costs the same to step as a small one.
 * Ours, because the well-kept persistent collections are larger than core's whole size budget.
 */
export interface Vector<A> {
  readonly length: number
  readonly depth: number
  readonly root: VectorNode<A>
}

/** A leaf holds values, a branch holds nodes; which of the two is known by the depth alone. */
export type VectorNode<A> = readonly (A | VectorNode<A>)[]

const BITS = 5
const WIDTH = 1 << BITS

const chunk = <A>(items: readonly A[]): readonly (readonly A[])[] =>
  Array.from({ length: Math.ceil(items.length / WIDTH) }, (_, i) => items.slice(i * WIDTH, (i + 1) * WIDTH))

/** A vector of the given items. */
export const vector = <A>(items: readonly A[]): Vector<A> => {
  let level: readonly (A | VectorNode<A>)[] = items.slice()
  let depth = 0
  while (level.length > WIDTH) {
    level = chunk(level)
    depth += 1
  }
  return { length: items.length, depth, root: level }
}

const isInside = (index: number, length: number): boolean => Number.isInteger(index) && index >= 0 && index < length

/** The item at an index, or undefined outside of the vector. */
export const at = <A>(index: number, { depth, root, length }: Vector<A>): A | undefined => {
  if (!isInside(index, length)) return undefined
  let node = root
  // A cast by construction: above depth 0 every entry is a node, at depth 0 every entry is a value.
  for (let d = depth; d > 0; d -= 1) node = node[(index >>> (d * BITS)) & (WIDTH - 1)] as VectorNode<A>
  return node[index & (WIDTH - 1)] as A
}

const replace = <A>(
  node: VectorNode<A>,
  depth: number,
  place: { readonly index: number; readonly value: A },
): VectorNode<A> => {
  const copy = node.slice()
  const slot = (place.index >>> (depth * BITS)) & (WIDTH - 1)
  copy[slot] = depth === 0 ? place.value : replace(node[slot] as VectorNode<A>, depth - 1, place)
  return copy
}

/** The same vector with one item replaced; outside of the vector, the vector itself. */
export const set = <A>(index: number, value: A, items: Vector<A>): Vector<A> =>
  !isInside(index, items.length) ? items : { ...items, root: replace(items.root, items.depth, { index, value }) }

/** All items in order. */
export const toArray = <A>(items: Vector<A>): readonly A[] => items.root.flat(items.depth as 0) as readonly A[]
