import * as E from 'fp-ts/lib/Either.js'
import { type GraphDelete, type RelationshipRef } from '@chorale/core/ports/graph'
import { checkGraph, refKey } from '@chorale/core/ports/graph/rules'
import { deleteNode } from '../compile/nodes.js'
import { deleteLinks, deleteLinksOf, selectLinks } from '../compile/relationships.js'
import type { Known } from '../decode/node.js'
import type { Connection } from '../driver.js'
import { knownAmong, knownNodes } from '../known.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `graph/delete`: one transaction, on the reserve, because it makes room. */
export const graphDelete = (session: Session) =>
  carried((effect: GraphDelete) => {
    const fault = checkGraph(effect)
    if (fault !== undefined) return E.left(fault)
    return session.write({ doing: `delete ${effect.key}` }, 'reserve', ({ connection }) => {
      const { nodes, relationships } = effect
      const there = knownNodes(connection, [...nodes, ...relationships.flatMap(({ from, to }) => [from, to])])
      let links = deletedLinks(connection, relationships, there)
      // One that is named twice is there once.
      const gone = new Set(nodes.flatMap((ref) => there.get(refKey(ref))?.number ?? []))
      for (const number of gone) {
        links += connection.run(deleteLinksOf(number))
        connection.run(deleteNode(number))
      }
      return E.right({ nodes: gone.size, relationships: links })
    })
  })

const deletedLinks = (
  connection: Connection,
  relationships: readonly RelationshipRef[],
  there: ReadonlyMap<string, Known>,
): number => {
  const linked = relationships.flatMap((link) => {
    const [source, target] = [there.get(refKey(link.from))?.number, there.get(refKey(link.to))?.number]
    return source === undefined || target === undefined ? [] : [{ ...link, source, target }]
  })
  const found = [...knownAmong(connection, linked, selectLinks).values()].map(({ number }) => number)
  return found.length === 0 ? 0 : connection.run(deleteLinks(found))
}
