import {
  fits,
  propertyOf,
  refKey,
  type GraphNode,
  type GraphSource,
  type NodeRef,
  type Relationship,
  type RelationshipRef,
  type SchemaStep,
  type Shape,
} from '@chorale/core/ports/graph'
import { laidOver } from './merged.js'

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

/** Empty maps. */
export const tables = (): Tables => {
  const nodes = new Map<string, GraphNode>()
  const labels = new Map<string, Map<string, GraphNode>>()
  const links = new Map<string, Map<string, Relationship>>()
  // By node, type and end: what leads away, and what leads to it.
  const ends = { out: new Map<string, Map<string, Relationship>>(), in: new Map<string, Map<string, Relationship>>() }
  const versions = new Map<string, number>()
  const schemas = new Map<string, readonly Shape[]>()
  const unique = (): readonly Shape[] => [...schemas.values()].flat()

  const source: GraphSource = {
    candidates: ({ label }) =>
      (label === undefined ? nodes : (labels.get(label) ?? new Map<string, GraphNode>())).values(),
    node: (ref) => nodes.get(refKey(ref)),
    neighbours: function* (of, { types, direction }) {
      const key = refKey(of)
      for (const type of types) {
        if (direction !== 'in') for (const { to } of ends.out.get(`${type}\n${key}`)?.values() ?? []) yield to
        if (direction !== 'out') for (const { from } of ends.in.get(`${type}\n${key}`)?.values() ?? []) yield from
      }
    },
  }
  const removeLink = (ref: RelationshipRef): boolean => {
    const key = linkKey(ref)
    ends.out.get(`${ref.type}\n${refKey(ref.from)}`)?.delete(key)
    ends.in.get(`${ref.type}\n${refKey(ref.to)}`)?.delete(key)
    return links.get(ref.type)?.delete(key) === true
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
      const made = { ...link, properties: laidOver(known?.properties ?? {}, link.properties) }
      entryOf(links, link.type).set(key, made)
      entryOf(ends.out, `${link.type}\n${refKey(link.from)}`).set(key, made)
      entryOf(ends.in, `${link.type}\n${refKey(link.to)}`).set(key, made)
    },
    removeLink,
    removeNode: (ref) => {
      const key = refKey(ref)
      if (!nodes.delete(key)) return undefined
      labels.get(ref.label)?.delete(key)
      const loose = [...links.values()].flatMap((each) =>
        [...each.values()].filter(({ from, to }) => refKey(from) === key || refKey(to) === key),
      )
      return loose.filter(removeLink).length
    },
    version: (schema) => versions.get(schema) ?? 0,
    migrate: (schema, steps) => {
      const before = schemas.get(schema) ?? []
      schemas.set(schema, shapesOf(steps))
      const double = doubleOf(unique(), nodes.values())
      if (double === undefined) versions.set(schema, steps.length)
      else schemas.set(schema, before)
      return double
    },
    doubleIn: (written) => {
      const shapes = unique().filter(({ label }) => written.some((node) => node.label === label))
      if (shapes.length === 0) return undefined
      const replaced = new Set(written.map(refKey))
      const others = shapes.flatMap(({ label }) => [...(labels.get(label)?.values() ?? [])])
      return doubleOf(shapes, [...new Set(others.filter((node) => !replaced.has(refKey(node)))), ...written])
    },
  }
}

const entryOf = <A>(map: Map<string, Map<string, A>>, key: string): Map<string, A> => {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = new Map<string, A>()
  map.set(key, made)
  return made
}

/** The uniquenesses that hold after all steps. */
const shapesOf = (steps: readonly SchemaStep[]): readonly Shape[] => {
  let shapes: readonly Shape[] = []
  for (const { unique = [], drop = [] } of steps) {
    const gone = new Set(drop.map(shapeKey))
    shapes = [...shapes.filter((shape) => !gone.has(shapeKey(shape))), ...unique]
  }
  return shapes
}

const shapeKey = ({ label, properties }: Shape): string => JSON.stringify([label, ...properties])

const doubleOf = (shapes: readonly Shape[], nodes: Iterable<GraphNode>): string | undefined => {
  const all = [...nodes]
  for (const { label, properties } of shapes) {
    const seen = new Map<string, string>()
    for (const node of all) {
      if (!fits(node, { label })) continue
      const values = properties.map((name) => propertyOf(node, name))
      if (values.includes(null)) continue
      const text = JSON.stringify(values)
      const other = seen.get(text)
      if (other !== undefined) return `${label} ${other} and ${node.id} have the same ${properties.join(', ')}`
      seen.set(text, node.id)
    }
  }
  return undefined
}
