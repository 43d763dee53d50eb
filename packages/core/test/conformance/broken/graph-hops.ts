import * as E from 'fp-ts/lib/Either.js'
import type { FoundNode, GraphQuery, Hop } from '../../../src/ports/graph/index.js'
import { asking, broken, redone, telling, without, type Broken, type Right, type Spoil } from './spoil.js'

const graph = broken('graph')

const eachHop = (change: (hop: Hop) => Hop): Spoil =>
  asking('graph/query', (effect) => (effect.hops === undefined ? effect : { ...effect, hops: effect.hops.map(change) }))

/** Every way counts as one, and the longest is told. */
const longest = async (effect: GraphQuery, right: Right) => {
  const [hop, ...more] = effect.hops ?? []
  const { least, most } = hop?.depth ?? { least: 1, most: 1 }
  if (hop === undefined || more.length > 0 || !(most >= least && most < 20)) return right.ask('graph/query', effect)
  const found = new Map<string, FoundNode>()
  for (let steps = Math.max(1, least); steps <= most; steps += 1) {
    const plain = without('depth', hop)
    const hops = Array.from({ length: steps }, (_each, n) =>
      n < steps - 1 ? { types: hop.types, direction: hop.direction } : plain,
    )
    const there = await right.ask('graph/query', { ...effect, hops, orderBy: [] })
    if (E.isLeft(there)) return there
    for (const node of there.right.nodes) found.set(`${node.label} ${node.id}`, node)
  }
  return E.right({ nodes: [...found.values()], count: found.size })
}

/** Graphs that walk wrongly. */
export const graphHops: readonly Broken[] = [
  graph('the distance is of the longest way', redone('graph/query', longest)),
  graph(
    'the direction is ignored',
    eachHop((hop) => ({ ...hop, direction: 'both' })),
  ),
  graph(
    'both is out',
    eachHop((hop) => (hop.direction === 'both' ? { ...hop, direction: 'out' } : hop)),
  ),
  graph(
    'least 0 is ignored',
    eachHop((hop) =>
      hop.depth?.least === 0 && hop.depth.most > 0 ? { ...hop, depth: { ...hop.depth, least: 1 } } : hop,
    ),
  ),
  graph(
    'the least is ignored',
    eachHop((hop) =>
      hop.depth === undefined || hop.depth.least < 2 || hop.depth.least > hop.depth.most
        ? hop
        : { ...hop, depth: { ...hop.depth, least: 1 } },
    ),
  ),
  graph(
    'a hop goes at most 20 steps',
    eachHop((hop) =>
      hop.depth?.most === 50 ? { ...hop, depth: { least: Math.min(20, hop.depth.least), most: 20 } } : hop,
    ),
  ),
  graph(
    'what a hop reaches need not fit',
    eachHop((hop) => without('to', hop)),
  ),
  graph(
    'only the first type is followed',
    eachHop((hop) => ({ ...hop, types: hop.types.slice(0, 1) })),
  ),
  graph(
    'only the first hop is gone',
    asking('graph/query', (effect) => ({
      ...effect,
      ...(effect.hops === undefined ? {} : { hops: effect.hops.slice(0, 1) }),
    })),
  ),
  graph(
    'distances are of the last hop alone',
    telling('graph/query', (found, { hops = [] }) => ({
      ...found,
      nodes: found.nodes.map((node) => (hops.length > 1 ? { ...node, distance: 1 } : node)),
    })),
  ),
]
