import { type NodeRef } from '@chorale/core/ports/graph'
import { refKey } from '@chorale/core/ports/graph/rules'
import { selectKnown } from './compile/nodes.js'
import { knownOf, type Known } from './decode/node.js'
import type { Connection, Request } from './driver.js'

/** Questions are put for so many at a time, however many there are. */
const most = 5000

/** What is there of a list, by place: asked in packs. */
export const knownAmong = <A>(
  connection: Connection,
  list: readonly A[],
  ask: (pack: readonly A[]) => Request,
): ReadonlyMap<number, Known> => {
  const there = new Map<number, Known>()
  for (let from = 0; from < list.length; from += most)
    for (const [place, known] of knownOf(connection.read(ask(list.slice(from, from + most)))))
      there.set(from + place, known)
  return there
}

/** The nodes that are there, by their keys. */
export const knownNodes = (connection: Connection, refs: readonly NodeRef[]): ReadonlyMap<string, Known> => {
  const wanted = [...new Map(refs.map((ref) => [refKey(ref), ref]))]
  const there = new Map<string, Known>()
  for (const [place, known] of knownAmong(connection, wanted, (pack) => selectKnown(pack.map(([, ref]) => ref)))) {
    const [key] = wanted[place] ?? []
    if (key !== undefined) there.set(key, known)
  }
  return there
}
