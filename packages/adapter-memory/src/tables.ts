import {
  type GraphNode,
  type Hop,
  type NodeRef,
  type Relationship,
  type RelationshipRef,
  type SchemaStep,
} from '@chorale/core/ports/graph'
import { laidOver, refKey, type GraphSource } from '@chorale/core/ports/graph/rules'
import { schemas } from './schemas.js'

/** The maps of a graph, and what is looked up in them. */
export interface Tables {
  readonly source: GraphSource
  readonly linksOf: (type: string) => Iterable<Relationship>
  readonly putNode: (node: GraphNode) => void
  readonly putLink: (link: Relationship) => void
  /** Whether it was there. */
  readonly removeLink: (link: RelationshipRef) => boolean
  /** Relationships that went with it; undefined where it was not there. */
  readonly removeNode: (ref: NodeRef) => number | undefined
  readonly version: (schema: string) => number
  /** Applies the steps that are missing; in words, which nodes break a uniqueness, and then nothing is applied. */
  readonly migrate: (schema: string, steps: readonly SchemaStep[]) => string | undefined
  /** In words, which of these nodes would break a uniqueness. */
  readonly doubleIn: (nodes: readonly GraphNode[]) => string | undefined
}

const linkKey = ({ type, from, to, key }: RelationshipRef): string =>
  JSON.stringify([type, from.label, from.id, to.label, to.id, key ?? ''])

/** By type and node: what leads away, and what leads to it. */
interface Ends {
  readonly out: Map<string, Map<string, Relationship>>
  readonly in: Map<string, Map<string, Relationship>>
}

/** Empty maps. */
export const tables = (): Tables => {
  const nodes = new Map<string, GraphNode>()
  const labels = new Map<string, Map<string, GraphNode>>()
  const links = new Map<string, Map<string, Relationship>>()
  const ends: Ends = { out: new Map(), in: new Map() }
  const kept = schemas()

  const source: GraphSource = {
    candidates: ({ label }) =>
      (label === undefined ? nodes : (labels.get(label) ?? new Map<string, GraphNode>())).values(),
    node: (ref) => nodes.get(refKey(ref)),
    neighbours: (of, hop) => neighbours(ends, of, hop),
  }
  const removeLink = (ref: RelationshipRef): boolean => {
    const key = linkKey(ref)
    remove(ends.out, `${ref.type}\n${refKey(ref.from)}`, key)
    remove(ends.in, `${ref.type}\n${refKey(ref.to)}`, key)
    return remove(links, ref.type, key)
  }
  return {
    source,
    linksOf: (type) => links.get(type)?.values() ?? [],
    putNode: (node) => {
      const key = refKey(node)
      nodes.set(key, node)
      entryOf(labels, node.label).set(key, node)
    },
    putLink: (link) => {
      const key = linkKey(link)
      const known = links.get(link.type)?.get(key)
      const made = { ...plain(link), properties: laidOver(known?.properties ?? {}, link.properties) }
      entryOf(links, link.type).set(key, made)
      entryOf(ends.out, `${link.type}\n${refKey(link.from)}`).set(key, made)
      entryOf(ends.in, `${link.type}\n${refKey(link.to)}`).set(key, made)
    },
    removeLink,
    removeNode: (ref) => {
      const key = refKey(ref)
      if (!nodes.delete(key)) return undefined
      remove(labels, ref.label, key)
      const loose = [...links.keys()].flatMap((type) =>
        [ends.out, ends.in].flatMap((side) => [...(side.get(`${type}\n${key}`)?.values() ?? [])]),
      )
      return loose.filter(removeLink).length
    },
    version: kept.version,
    migrate: (schema, steps) => kept.migrate({ schema, steps }, nodes.values()),
    doubleIn: (written) => kept.doubleIn(written, (label) => labels.get(label)?.values() ?? []),
  }
}

/** Its identity alone: ends may have come as whole nodes. */
const plain = ({ type, from, to, key }: RelationshipRef): RelationshipRef => ({
  type,
  from: { label: from.label, id: from.id },
  to: { label: to.label, id: to.id },
  ...(key === undefined ? {} : { key }),
})

function* neighbours(
  ends: Ends,
  of: NodeRef,
  { types, direction }: Pick<Hop, 'types' | 'direction'>,
): Iterable<NodeRef> {
  const key = refKey(of)
  for (const type of types) {
    if (direction !== 'in') for (const { to } of ends.out.get(`${type}\n${key}`)?.values() ?? []) yield to
    if (direction !== 'out') for (const { from } of ends.in.get(`${type}\n${key}`)?.values() ?? []) yield from
  }
}

const entryOf = <A>(map: Map<string, Map<string, A>>, key: string): Map<string, A> => {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = new Map<string, A>()
  map.set(key, made)
  return made
}

/** Whether it was there; a map of nothing is taken away. */
const remove = <A>(map: Map<string, Map<string, A>>, under: string, key: string): boolean => {
  const there = map.get(under)
  const isGone = there?.delete(key) === true
  if (there?.size === 0) map.delete(under)
  return isGone
}
