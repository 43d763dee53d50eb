import * as E from 'fp-ts/lib/Either.js'
import { type GraphNode, type GraphRelationships, type Relationship } from '@chorale/core/ports/graph'
import { answeredRelationships, checkGraph, refKey } from '@chorale/core/ports/graph/rules'
import { looksAtProperties } from '../compile/match.js'
import { selectLinksOfType, type Reach } from '../compile/relationships.js'
import { linksOf, type FoundLink } from '../decode/link.js'
import type { Connection } from '../driver.js'
import { graphSource } from '../graph-source.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `graph/relationships`: looked up at the ends that are asked for, or all of the type where none is. */
export const graphRelationships = (session: Session) =>
  carried((effect: GraphRelationships) => {
    const fault = checkGraph(effect)
    if (fault !== undefined) return E.left(fault)
    return session.read({ doing: `read ${effect.key}` }, ({ connection }) => {
      const isLooked = [effect.from, effect.to].some((match) => looksAtProperties(match ?? {}))
      const source = graphSource(connection, isLooked ? 'with' : 'without')
      const from = effect.from && source.matching(effect.from)
      const to = effect.to && source.matching(effect.to)
      const found = foundLinks(connection, effect.type, { from, to })
      const ends = new Map<string, GraphNode>()
      for (const node of [...(from?.values() ?? []), ...(to?.values() ?? [])]) ends.set(refKey(node), node)
      const links = named(connection, effect.type, found)
      return E.right(answeredRelationships(links, (ref) => ends.get(refKey(ref)), effect))
    })
  })

type Matched = ReadonlyMap<number, GraphNode> | undefined

const most = 5000

const foundLinks = (
  connection: Connection,
  type: string,
  { from, to }: { readonly from: Matched; readonly to: Matched },
): readonly FoundLink[] => {
  const at = (reach: Reach) => linksOf(connection.read(selectLinksOfType(type, reach)))
  const found: FoundLink[] = []
  const take = (links: readonly FoundLink[]): void => {
    for (const link of links) if ((from?.has(link.source) ?? true) && (to?.has(link.target) ?? true)) found.push(link)
  }
  const [_tag, ends] = from === undefined ? (['target', to] as const) : (['source', from] as const)
  if (ends !== undefined) {
    const numbers = [...ends.keys()]
    for (let i = 0; i < numbers.length; i += most) take(at({ _tag, numbers: numbers.slice(i, i + most) }))
    return found
  }
  for (let number = 0; ;) {
    const links = at({ _tag: 'behind', number, most })
    take(links)
    if (links.length < most) return found
    number = links.at(-1)?.number ?? number
  }
}

/** With their ends by label and id. */
const named = (connection: Connection, type: string, found: readonly FoundLink[]): readonly Relationship[] => {
  const source = graphSource(connection, 'without')
  const refs = source
    .numbered(found.flatMap(({ source: from, target: to }) => [from, to]))
    .map(({ label, id }) => ({ label, id }))
  return found.flatMap(({ key, properties }, i) => {
    const [from, to] = [refs[2 * i], refs[2 * i + 1]]
    return from === undefined || to === undefined
      ? []
      : [{ type, from, to, ...(key === undefined ? {} : { key }), properties }]
  })
}
