import { type GraphNode, type Hop, type Match } from '@chorale/core/ports/graph'
import { fits, refKey, type GraphSource } from '@chorale/core/ports/graph/rules'
import { looksAtProperties, selectNumbers } from './compile/match.js'
import { selectNodes } from './compile/nodes.js'
import { selectNeighbours } from './compile/relationships.js'
import { selectSchemas } from './compile/schemas.js'
import { nodesOf, numbersOf } from './decode/node.js'
import { allShapes, schemasOf } from './decode/schemas.js'
import { corrupt, type Connection } from './driver.js'

/** What a graph query is answered from: looked up in bulk, and remembered for this one query. */
export interface LocalSource extends GraphSource {
  /** The nodes that match, by their numbers. */
  readonly matching: (match: Match) => ReadonlyMap<number, GraphNode>
  /** Nodes by their numbers. */
  readonly numbered: (numbers: readonly number[]) => readonly GraphNode[]
  /** The same nodes with the properties that are in the table. */
  readonly filled: <N extends GraphNode>(nodes: readonly N[]) => readonly N[]
}

/** Rows and numbers travel in packs of so many, however many there are. */
const most = 5000

const none = { unique: [], indexes: [] }

interface Met {
  readonly number: number
  readonly node: GraphNode
}

/**
 * A source over a connection, inside of one transaction; `without` properties where nobody looks at them. A walk asks for the neighbours of one
 * node at a time, but it asks for those of a whole front one after the other: so the first who is asked for brings those of all who are known
 * and were not asked for yet. A step of a walk is two questions to SQLite, however wide it is.
 */
export const graphSource = (connection: Connection, properties: 'with' | 'without'): LocalSource => {
  const met = new Map<string, Met>()
  const byNumber = new Map<number, GraphNode>()
  const learn = (numbers: readonly number[]): void => {
    for (const chunk of chunks(numbers))
      for (const { number, node } of nodesOf(connection.read(selectNodes(chunk, properties)))) {
        byNumber.set(number, node)
        met.set(refKey(node), { number, node })
      }
  }
  const nodeOf = (number: number): GraphNode => {
    const node = byNumber.get(number)
    // An end of a relationship goes with all its relationships: a number of nobody was not written.
    if (node === undefined) throw corrupt('a node is missing')
    return node
  }
  const steps = stepsBy((numbers, hop) => {
    const found = connection.numbers(selectNeighbours(numbers, hop))
    const unknown = new Set<number>()
    for (const [, ...lists] of found)
      for (const ends of lists) for (const end of ends) if (!byNumber.has(end)) unknown.add(end)
    learn([...unknown])
    return found.map(([of, ...lists]) => [of, lists.flatMap((ends) => ends.map(nodeOf))])
  })
  const matching = (match: Match): ReadonlyMap<number, GraphNode> => {
    const shapes = looksAtProperties(match) ? allShapes(schemasOf(connection.read(selectSchemas()))) : none
    const numbers = numbersOf(connection.read(selectNumbers(match, shapes)))
    learn(numbers.filter((number) => !byNumber.has(number)))
    return new Map(numbers.map((number) => [number, nodeOf(number)] as const).filter(([, node]) => fits(node, match)))
  }
  return {
    matching,
    candidates: (match) => matching(match).values(),
    node: (ref) => met.get(refKey(ref))?.node,
    neighbours: (of, hop) => {
      const there = met.get(refKey(of))
      return there === undefined ? [] : steps(there.number, hop, byNumber.keys())
    },
    numbered: (numbers) => {
      learn([...new Set(numbers)].filter((number) => !byNumber.has(number)))
      return numbers.map(nodeOf)
    },
    filled: (nodes) =>
      properties === 'with' ? nodes : withProperties(connection, nodes, (node) => met.get(refKey(node))?.number ?? NaN),
  }
}

/** Nodes with the properties that are in the table. */
const withProperties = <N extends GraphNode>(
  connection: Connection,
  nodes: readonly N[],
  numberOf: (node: N) => number,
): readonly N[] => {
  const read = new Map<number, GraphNode>()
  for (const chunk of chunks(nodes.map(numberOf)))
    for (const { number, node } of nodesOf(connection.read(selectNodes(chunk, 'with')))) read.set(number, node)
  return nodes.map((node) => ({ ...node, properties: read.get(numberOf(node))?.properties ?? {} }))
}

type Steps = readonly (readonly [number, readonly GraphNode[]])[]

/** Neighbours by kind of hop and by node, brought for all who are known at the time. */
const stepsBy = (bring: (numbers: readonly number[], hop: Pick<Hop, 'types' | 'direction'>) => Steps) => {
  const kinds = new Map<string, Map<number, readonly GraphNode[]>>()
  return (of: number, hop: Pick<Hop, 'types' | 'direction'>, known: Iterable<number>): readonly GraphNode[] => {
    const kind = JSON.stringify([hop.direction, ...hop.types])
    const brought = kinds.get(kind) ?? new Map<number, readonly GraphNode[]>()
    kinds.set(kind, brought)
    if (!brought.has(of))
      for (const chunk of chunks([...known].filter((number) => !brought.has(number))))
        for (const [number, ends] of bring(chunk, hop)) brought.set(number, ends)
    return brought.get(of) ?? []
  }
}

const chunks = function* (numbers: readonly number[]): Iterable<readonly number[]> {
  for (let from = 0; from < numbers.length; from += most) yield numbers.slice(from, from + most)
}
