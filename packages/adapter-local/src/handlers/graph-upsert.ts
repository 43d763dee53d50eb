import * as E from 'fp-ts/lib/Either.js'
import { conflict, rejected, type EffectError } from '@chorale/core/fault'
import { type GraphNode, type GraphUpsert, type Relationship } from '@chorale/core/ports/graph'
import { laidOver, merged, checkGraph, refKey } from '@chorale/core/ports/graph/rules'
import { clearNodes, nodeRow, selectLastNode, updateNode } from '../compile/nodes.js'
import { inserts } from '../compile/packed.js'
import { linkRow, selectLinks, updateLink } from '../compile/relationships.js'
import { selectSchemas } from '../compile/schemas.js'
import type { Known } from '../decode/node.js'
import { allShapes, schemasOf } from '../decode/schemas.js'
import type { Connection } from '../driver.js'
import type { Scene } from '../faults/index.js'
import { knownAmong, knownNodes } from '../known.js'
import { propertiesIn } from '../property.js'
import type { Session } from '../session.js'
import { doubleIn } from '../unique.js'
import { carried } from './carried.js'

/**
 * Answers `graph/upsert`: one transaction; all that is found wrong is found before anything is written. What is written is what a run has made:
 * the reserve is there for it.
 */
export const graphUpsert = (session: Session) =>
  carried((effect: GraphUpsert) => {
    const fault = checkGraph(effect)
    if (fault !== undefined) return E.left(fault)
    const { nodes, relationships } = effect
    const scene = { doing: `write ${effect.key}` }
    return session.write(scene, 'reserve', ({ connection }) => {
      const there = knownNodes(connection, [...nodes, ...relationships.flatMap(({ from, to }) => [from, to])])
      const loose = looseEnd(scene, effect, there)
      if (loose !== undefined) return E.left(loose)
      const kept = E.traverseArray((node: GraphUpsert['nodes'][number]) => merged(knownNode(node, there), node))(nodes)
      if (E.isLeft(kept)) return E.left(otherThere(scene, kept.left))
      const { unique } = allShapes(schemasOf(connection.read(selectSchemas())))
      const double = doubleIn(connection, unique, kept.right)
      if (double !== undefined) return E.left(taken(scene, double))
      const labels = new Set(unique.map(({ label }) => label))
      const numbers = writeNodes(connection, { nodes: kept.right, there, labels })
      writeLinks(connection, relationships, numbers)
      return E.right({ nodes: nodes.length, relationships: relationships.length })
    })
  })

const knownNode = ({ label, id }: GraphNode, there: ReadonlyMap<string, Known>): GraphNode | undefined => {
  const known = there.get(refKey({ label, id }))
  return known === undefined ? undefined : { label, id, properties: known.properties }
}

const otherThere = (scene: Scene, because: string): EffectError =>
  conflict({ ...scene, because, next: 'What is there is never changed: write it under another id.' })

const taken = (scene: Scene, because: string): EffectError =>
  conflict({ ...scene, because, next: 'Choose other values, or write to the node that has them.' })

/** The first end of a relationship that neither is there nor comes with it. */
const looseEnd = (
  scene: Scene,
  { nodes, relationships }: GraphUpsert,
  there: ReadonlyMap<string, Known>,
): EffectError | undefined => {
  const coming = new Set(nodes.map(refKey))
  for (const [i, link] of relationships.entries())
    for (const end of ['from', 'to'] as const)
      if (!coming.has(refKey(link[end])) && !there.has(refKey(link[end])))
        return rejected({
          ...scene,
          because: `relationships[${i}].${end}: there is no ${link[end].label} ${link[end].id}`,
          next: 'Write both ends of a relationship before it or with it.',
        })
  return undefined
}

interface Writing {
  readonly nodes: readonly GraphNode[]
  readonly there: ReadonlyMap<string, Known>
  /** Labels whose nodes have something that no two may have. */
  readonly labels: ReadonlySet<string>
}

/** Writes nodes; the numbers of all that are there afterwards, by their keys. */
const writeNodes = (connection: Connection, { nodes, there, labels }: Writing): ReadonlyMap<string, number> => {
  const numbers = new Map([...there].map(([key, { number }]) => [key, number]))
  const isChanged = (node: GraphNode): boolean => there.get(refKey(node))?.properties !== node.properties
  const old = nodes.flatMap((node) => {
    const number = numbers.get(refKey(node))
    return number === undefined || !isChanged(node) ? [] : [{ number, node }]
  })
  const cleared = old.filter(({ node }) => labels.has(node.label)).map(({ number }) => number)
  if (cleared.length > 0) connection.run(clearNodes(cleared))
  for (const { number, node } of old) connection.run(updateNode(number, propertiesIn(node.properties)))
  let last = Number(connection.read(selectLastNode())[0]?.[0] ?? 0)
  const rows = nodes
    .filter((node) => !there.has(refKey(node)))
    .map((node) => {
      last += 1
      numbers.set(refKey(node), last)
      return nodeRow(last, node, propertiesIn(node.properties))
    })
  for (const request of inserts('INTO nodes', rows)) connection.run(request)
  return numbers
}

const writeLinks = (
  connection: Connection,
  relationships: readonly Relationship[],
  numbers: ReadonlyMap<string, number>,
): void => {
  // Both ends were found before: there is a number for each.
  const numberOf = (ref: GraphNode | Relationship['from']): number => numbers.get(refKey(ref)) ?? NaN
  const links = relationships.map((link) => ({ ...link, source: numberOf(link.from), target: numberOf(link.to) }))
  const there = knownAmong(connection, links, selectLinks)
  for (const [place, known] of there) {
    const properties = laidOver(known.properties, links[place]?.properties ?? {})
    connection.run(updateLink(known.number, propertiesIn(properties)))
  }
  const rows = links
    .filter((_link, place) => !there.has(place))
    .map((link) => linkRow(link, propertiesIn(laidOver({}, link.properties))))
  for (const request of inserts('INTO relationships', rows)) connection.run(request)
}
