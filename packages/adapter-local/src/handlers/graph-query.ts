import * as E from 'fp-ts/lib/Either.js'
import { type GraphQuery } from '@chorale/core/ports/graph'
import { answered, checkGraph } from '@chorale/core/ports/graph/rules'
import { looksAtProperties } from '../compile/match.js'
import { graphSource } from '../graph-source.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `graph/query`: step by step as the port says, from bulk look-ups. */
export const graphQuery = (session: Session) =>
  carried((effect: GraphQuery) => {
    const fault = checkGraph(effect)
    if (fault !== undefined) return E.left(fault)
    return session.read({ doing: `read ${effect.key}` }, ({ connection }) => {
      const source = graphSource(connection, looks(effect) ? 'with' : 'without')
      const { nodes, count } = answered(source, effect)
      // Where nobody chooses or orders by properties, only those of the page are read.
      return E.right({ nodes: source.filled(nodes), count })
    })
  })

const looks = ({ match, hops = [], orderBy = [], limit }: GraphQuery): boolean =>
  limit === undefined ||
  looksAtProperties(match) ||
  hops.some(({ to = {} }) => looksAtProperties(to)) ||
  orderBy.some(({ by }) => by !== 'id' && by !== 'distance')
