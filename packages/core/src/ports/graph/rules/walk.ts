import { compareText, compareValues, holds } from '../../condition.js'
import type { GraphNode, NodeRef, Property, Relationship } from '../node.js'
import type {
  FoundNode,
  GraphFound,
  GraphQuery,
  GraphRelationships,
  Hop,
  Match,
  Order,
  RelationshipsFound,
} from '../query.js'

/** What a store must be able to say for a query to be answered from it step by step. */
export interface GraphSource {
  /** All nodes of a label, or of all; it may leave out those that {@link fits} would. */
  readonly candidates: (match: Match) => Iterable<GraphNode>
  readonly node: (ref: NodeRef) => GraphNode | undefined
  /** The nodes one step away. */
  readonly neighbours: (of: NodeRef, hop: Pick<Hop, 'types' | 'direction'>) => Iterable<NodeRef>
}

/** A property of a node; `id` is one of them, and one that is not there is null. */
export const propertyOf = ({ id, properties }: GraphNode, name: string): Property =>
  name === 'id' ? id : Object.hasOwn(properties, name) ? (properties[name] ?? null) : null

/** Whether a node is what a match asks for. */
export const fits = (node: GraphNode, { label, where = [] }: Match): boolean =>
  (label === undefined || node.label === label) &&
  where.every((condition) => holds(condition, propertyOf(node, condition.name)))

/** One text for the same node. */
export const refKey = ({ label, id }: NodeRef): string => `${label}\n${id}`

/** Answers a query step by step: the reference for every store. */
export const answered = (source: GraphSource, query: GraphQuery): GraphFound => {
  let there = new Map<string, FoundNode>()
  for (const node of source.candidates(query.match))
    if (fits(node, query.match)) there.set(refKey(node), { ...node, distance: 0 })
  for (const hop of query.hops ?? []) there = reached(source, there.values(), hop)
  const all = [...there.values()].sort(byOrder(query.orderBy ?? []))
  return { nodes: paged(all, query), count: all.length }
}

const reached = (source: GraphSource, starts: Iterable<FoundNode>, hop: Hop): Map<string, FoundNode> => {
  const { least, most } = hop.depth ?? { least: 1, most: 1 }
  const there = new Map<string, FoundNode>()
  for (const start of starts)
    for (const [ref, steps] of stepsFrom(source, start, { hop, most })) {
      if (steps < least) continue
      const distance = start.distance + steps
      const key = refKey(ref)
      const known = there.get(key)
      if (known !== undefined && known.distance <= distance) continue
      const node = known ?? source.node(ref)
      if (node !== undefined && fits(node, hop.to ?? {})) there.set(key, { ...node, distance })
    }
  return there
}

/** Every node within so many steps, with the steps of its shortest way: breadth first. */
function* stepsFrom(
  source: GraphSource,
  start: NodeRef,
  { hop, most }: { readonly hop: Hop; readonly most: number },
): Iterable<readonly [NodeRef, number]> {
  yield [start, 0]
  const seen = new Set([refKey(start)])
  let front: readonly NodeRef[] = [start]
  for (let steps = 1; steps <= most && front.length > 0; steps += 1) {
    const next: NodeRef[] = []
    for (const from of front)
      for (const ref of source.neighbours(from, hop)) {
        const key = refKey(ref)
        if (seen.has(key)) continue
        seen.add(key)
        next.push(ref)
        yield [ref, steps]
      }
    front = next
  }
}

const byOrder =
  (orders: readonly Order[]) =>
  (a: FoundNode, b: FoundNode): number => {
    for (const { by, descending } of orders) {
      const [x, y] = by === 'distance' ? [a.distance, b.distance] : [propertyOf(a, by), propertyOf(b, by)]
      const order = compareValues(x, y)
      // What is absent comes last in both directions.
      if (order !== 0) return descending === true && x !== null && y !== null ? -order : order
    }
    return a.distance - b.distance || compareRefs(a, b)
  }

const compareRefs = (a: NodeRef, b: NodeRef): number => compareText(a.label, b.label) || compareText(a.id, b.id)

/** The order of relationships of one type. */
export const compareRelationships = (a: Relationship, b: Relationship): number =>
  compareRefs(a.from, b.from) || compareRefs(a.to, b.to) || compareText(a.key ?? '', b.key ?? '')

/** Answers a reading of relationships from all of its type. */
export const answeredRelationships = (
  all: Iterable<Relationship>,
  node: GraphSource['node'],
  effect: GraphRelationships,
): RelationshipsFound => {
  const isEnd = (ref: NodeRef, match: Match | undefined): boolean => {
    if (match === undefined) return true
    const end = node(ref)
    return end !== undefined && fits(end, match)
  }
  const found = [...all].filter(({ from, to }) => isEnd(from, effect.from) && isEnd(to, effect.to))
  found.sort(compareRelationships)
  return { relationships: paged(found, effect), count: found.length }
}

const paged = <A>(all: readonly A[], { offset = 0, limit }: Pick<GraphQuery, 'offset' | 'limit'>): readonly A[] =>
  offset === 0 && limit === undefined ? all : all.slice(offset, limit === undefined ? undefined : offset + limit)
