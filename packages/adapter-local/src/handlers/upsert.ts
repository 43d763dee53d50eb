import * as E from 'fp-ts/lib/Either.js'
import { nameRule, type GraphNode, type GraphUpsert, type NodeRef, type Relationship } from '@chorale/core/ports/graph'
import {
  insertNode,
  insertRelationship,
  selectNode,
  selectRelationship,
  updateNode,
  updateRelationship,
} from '../compile/graph.js'
import type { EffectError } from '@chorale/core/fault'
import { readable } from '../decode/readable.js'
import type { Connection, Row } from '../driver.js'
import { looseEnd, noName, type Scene } from '../faults/index.js'
import { propertiesIn, propertiesOut } from '../property.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `graph/upsert`: one transaction. What is written is what a run has made: the reserve is there for it. */
export const upsert = (session: Session) =>
  carried((effect: GraphUpsert) => {
    const { nodes, relationships } = effect
    const scene = { doing: `write ${effect.key}` }
    return session.write(scene, 'reserve', ({ connection }) => {
      const fault = misnamed(scene, effect) ?? loose(scene, connection, effect)
      if (fault !== undefined) return E.left(fault)
      for (const node of nodes) mergeNode(connection, node)
      for (const link of relationships) mergeRelationship(connection, link)
      return E.right({ nodes: nodes.length, relationships: relationships.length })
    })
  })

const misnamed = (scene: Scene, { nodes, relationships }: GraphUpsert): EffectError | undefined => {
  const names = [
    ...nodes.flatMap(({ label, properties }) => [label, ...Object.keys(properties)]),
    ...relationships.flatMap(({ type, properties }) => [type, ...Object.keys(properties)]),
  ]
  const wrong = names.find((name) => !nameRule.test(name))
  return wrong === undefined ? undefined : noName(scene, wrong)
}

/** The first end of a relationship that neither is there nor comes with it. */
const loose = (
  scene: Scene,
  connection: Connection,
  { nodes, relationships }: GraphUpsert,
): EffectError | undefined => {
  const there = new Set(nodes.map(nameOf))
  for (const end of relationships.flatMap(({ from, to }) => [from, to])) {
    if (there.has(nameOf(end))) continue
    if (connection.read(selectNode(end)).length === 0) return looseEnd(scene, end.label, end.id)
    there.add(nameOf(end))
  }
  return undefined
}

const nameOf = ({ label, id }: NodeRef): string => JSON.stringify([label, id])

const mergeNode = (connection: Connection, node: GraphNode): void => {
  const [known] = connection.read(selectNode(node))
  const properties = propertiesIn({ ...propertiesOf(known), ...node.properties })
  connection.run(known === undefined ? insertNode(node, properties) : updateNode(Number(known[0]), properties))
}

const mergeRelationship = (connection: Connection, link: Relationship): void => {
  const numberOf = (end: NodeRef): number => Number(connection.read(selectNode(end))[0]?.[0])
  const ends = { source: numberOf(link.from), target: numberOf(link.to) }
  const [known] = connection.read(selectRelationship(link, ends))
  const properties = propertiesIn({ ...propertiesOf(known), ...link.properties })
  connection.run(
    known === undefined ? insertRelationship(link, ends, properties) : updateRelationship(Number(known[0]), properties),
  )
}

const propertiesOf = (known: Row | undefined) =>
  known === undefined ? {} : readable(() => propertiesOut(String(known[1])))
