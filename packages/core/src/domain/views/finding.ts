import type { Stamp, View } from './view.js'

/** One place where the vectors do not say what the graph says. */
export type Drift =
  /** A node without a point. */
  | { readonly _tag: 'missing'; readonly collection: string; readonly id: string }
  /** A point that was made from an older or another text than the node has. */
  | {
      readonly _tag: 'stale'
      readonly collection: string
      readonly id: string
      readonly node: Stamp
      readonly point: Stamp
    }
  /** A point without a node, or whose node has no text. */
  | { readonly _tag: 'orphan'; readonly collection: string; readonly id: string }
  /** What waits in the outbox: no fault, but the vectors do not have it yet. */
  | { readonly _tag: 'pending'; readonly collection: string; readonly id: string }
  /** The collection itself. */
  | { readonly _tag: 'no_collection'; readonly collection: string; readonly id: '' }

/** What would mend a drift. */
export type Mending = 'make the point again' | 'delete the point' | 'empty the outbox' | 'make the collection'

/** What mends it: points are made again from the graph, and nothing is ever written to the graph. */
export const mendingOf = ({ _tag }: Drift): Mending => {
  switch (_tag) {
    case 'missing':
    case 'stale':
      return 'make the point again'
    case 'orphan':
      return 'delete the point'
    case 'pending':
      return 'empty the outbox'
    case 'no_collection':
      return 'make the collection'
  }
}

/** What was read of one view. */
export interface Sighting {
  /** By id; only nodes that have something to have a point of. */
  readonly nodes: ReadonlyMap<string, Stamp>
  readonly points: ReadonlyMap<string, Stamp>
  /** Nodes with an entry in the outbox. */
  readonly pending: ReadonlySet<string>
}

/** Compares what was read, in the order of ids. A node that waits in the outbox is pending, whatever else may be said of it. */
export const driftOf = ({ collection }: View, { nodes, points, pending }: Sighting): readonly Drift[] => {
  const ids = [...new Set([...nodes.keys(), ...points.keys(), ...pending])].sort()
  return ids.flatMap((id): readonly Drift[] => {
    if (pending.has(id)) return [{ _tag: 'pending', collection, id }]
    const [node, point] = [nodes.get(id), points.get(id)]
    if (node === undefined) return [{ _tag: 'orphan', collection, id }]
    if (point === undefined) return [{ _tag: 'missing', collection, id }]
    return node.version === point.version && node.hash === point.hash
      ? []
      : [{ _tag: 'stale', collection, id, node, point }]
  })
}
