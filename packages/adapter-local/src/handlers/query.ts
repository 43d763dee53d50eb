import * as E from 'fp-ts/lib/Either.js'
import { nameRule, type GraphNode, type GraphQuery } from '@chorale/core/ports/graph'
import { selectCandidates, selectNodes } from '../compile/graph.js'
import { byOrder, candidatesOf, matches, type Candidate } from '../decode/node.js'
import type { Connection } from '../driver.js'
import { noName } from '../faults/index.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `graph/query`. */
export const query = (session: Session) =>
  carried((effect: GraphQuery) => {
    const { key, label, where, orderBy, offset = 0, limit } = effect
    const scene = { doing: `read ${key}` }
    const wrong = [label, orderBy ?? 'id', ...Object.keys(where)].find((name) => !nameRule.test(name))
    return session.read(scene, ({ connection }) => {
      if (wrong !== undefined) return E.left(noName(scene, wrong))
      const found = candidates(connection, effect)
        .filter((candidate) => matches(candidate, where))
        .sort(byOrder(orderBy))
      const page = found.slice(offset, offset + (limit ?? found.length))
      return E.right({ nodes: nodesOf(connection, label, page), count: found.length })
    })
  })

/** Candidates are packed by so many, however many there are. */
const most = 5000

const candidates = (connection: Connection, effect: GraphQuery): Candidate[] => {
  const all: Candidate[] = []
  for (;;) {
    const rows = connection.read(selectCandidates(effect, all.at(-1)?.number ?? 0, most))
    for (const candidate of candidatesOf(rows)) all.push(candidate)
    if (rows.length < most) return all
  }
}

/** A page with its properties, which are read now where nobody needed them to choose by. */
const nodesOf = (connection: Connection, label: string, page: readonly Candidate[]): readonly GraphNode[] => {
  const unread = page.filter(({ properties }) => properties === undefined).map(({ number }) => number)
  const rows = unread.length === 0 ? [] : connection.read(selectNodes(unread))
  const read = new Map(candidatesOf(rows).map(({ number, properties }) => [number, properties]))
  return page.map(({ number, id, properties }) => ({ label, id, properties: properties ?? read.get(number) ?? {} }))
}
