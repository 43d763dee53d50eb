import * as E from 'fp-ts/lib/Either.js'
import { neo4j } from '../../packages/adapter-neo4j/dist/index.js'
import type { GraphNode, GraphUpsert, Relationship } from '../../packages/core/dist/ports-graph.js'
import type { Group } from '../group.js'
import { neo4jDriver } from './drivers.js'

const context = { run: 'bench', attempt: 1, signal: new AbortController().signal }
const NODES = 10_000
const LINKS = 30_000
const FEW = 100
const CELLS = 12_000

const nodeOf = (prefix: string, i: number): GraphNode => ({
  label: 'BenchCell',
  id: `${prefix}:${i}`,
  properties: { thread_id: prefix, index: i, text: `the meaning of cell ${i}, in a few words`, score: i / 7 },
})

const linkOf = (prefix: string, i: number, nodes: number): Relationship => {
  const from = i % nodes
  const to = (from * 7 + i) % nodes
  const end = (at: number) => ({ label: 'BenchCell', id: `${prefix}:${at}` })
  return { type: 'BENCH_LEADS', from: end(from), to: end(to), key: String(i), properties: { index: i } }
}

const right = <A>(outcome: E.Either<{ readonly because: string }, A>): A => {
  if (E.isLeft(outcome)) throw new Error(outcome.left.because)
  return outcome.right
}

/** Persisting a graph, and asking it for a cone, through the adapter and bare. */
export const neo4jGroups = async (uri: string): Promise<readonly Group[]> => {
  const store = neo4j({ uri, auth: { _tag: 'none' }, timeouts: { readMs: 120_000, writeMs: 120_000 } })
  const driver = neo4jDriver.driver(uri, undefined, { disableLosslessIntegers: true })
  let round = 0
  const fresh = (): string => `p${(round += 1)}`
  const upsert = async (prefix: string, nodes: number, links: number): Promise<void> => {
    const effect = {
      _tag: 'graph/upsert',
      key: prefix,
      nodes: Array.from({ length: nodes }, (_, i) => nodeOf(prefix, i)),
      relationships: Array.from({ length: links }, (_, i) => linkOf(prefix, i, nodes)),
    } as const
    right(await store['graph/upsert'](effect, context)())
  }
  await upsert('warm', 1, 0)
  await cone(store)
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now()
    await work()
    return performance.now() - begun
  }
  const bare = async (prefix: string, nodes: number, links: number): Promise<void> => {
    const session = driver.session()
    const rows = Array.from({ length: nodes }, (_, i) => nodeOf(prefix, i)).map(({ id, properties }) => ({
      id,
      properties: { ...properties, index: neo4jDriver.int(Number(properties['index'])) },
    }))
    const ends = Array.from({ length: links }, (_, i) => linkOf(prefix, i, nodes)).map(
      ({ from, to, key, properties }) => ({
        ...{ from: from.id, to: to.id, key },
        properties: { index: neo4jDriver.int(Number(properties['index'])) },
      }),
    )
    await session.executeWrite(async (tx) => {
      for (let i = 0; i < rows.length; i += 1000)
        await tx.run('UNWIND $rows AS row MERGE (n:BenchCell {id: row.id}) SET n += row.properties', {
          rows: rows.slice(i, i + 1000),
        })
      for (let i = 0; i < ends.length; i += 1000)
        await tx.run(
          'UNWIND $rows AS row MATCH (a:BenchCell {id: row.from}) MATCH (b:BenchCell {id: row.to}) ' +
            'MERGE (a)-[r:BENCH_LEADS {key: row.key}]->(b) SET r += row.properties',
          { rows: ends.slice(i, i + 1000) },
        )
    })
    await session.close()
  }
  // A node, then three relationships of it, each a write of its own: the same mixture.
  const oneByOne = async (prefix: string): Promise<void> => {
    const one = async (key: string, what: Pick<GraphUpsert, 'nodes' | 'relationships'>): Promise<void> =>
      void right(await store['graph/upsert']({ _tag: 'graph/upsert', key, ...what }, context)())
    const nodes = FEW / 4
    for (let i = 0; i < nodes; i += 1) await one(`${prefix}/${i}`, { nodes: [nodeOf(prefix, i)], relationships: [] })
    for (let i = 0; i < FEW - nodes; i += 1)
      await one(`${prefix}/l${i}`, { nodes: [], relationships: [linkOf(prefix, i, nodes)] })
  }
  const hop = { types: ['BENCH_DEPENDS'], direction: 'out', depth: { least: 1, most: 20 } } as const
  const lineage = async (): Promise<void> => {
    const match = { label: 'BenchCone', where: [{ _tag: 'eq', name: 'id', value: 'c:11999' }] } as const
    const found = right(await store['graph/query']({ _tag: 'graph/query', key: 'q', match, hops: [hop] }, context)())
    if (found.count < 1000) throw new Error(`the cone has only ${found.count} cells`)
  }
  const session = driver.session()
  const lineageBare = async (): Promise<void> => {
    const { records } = await session.run(
      'MATCH p = (c:BenchCone {id: $id})-[:BENCH_DEPENDS*1..20]->(a) RETURN a, min(length(p)) AS distance ORDER BY distance, a.id',
      { id: 'c:11999' },
    )
    if (records.length < 1000) throw new Error(`the cone has only ${records.length} cells`)
    records.forEach((record) => record.toObject())
  }
  const items = NODES + LINKS
  return [
    {
      name: 'neo4j-persist',
      about: `${NODES} nodes and ${LINKS} relationships in one write, through the adapter and by UNWIND through the raw driver`,
      effectsPerRound: items,
      rounds: 5,
      cases: [
        { name: 'adapter', effects: items, part: () => timed(() => upsert(fresh(), NODES, LINKS)) },
        { name: 'raw UNWIND', effects: items, part: () => timed(() => bare(fresh(), NODES, LINKS)) },
        { name: 'one by one', effects: FEW, part: () => timed(() => oneByOne(fresh())) },
      ],
    },
    {
      name: 'neo4j-cone',
      about: `all ancestors of a cell among ${CELLS} with their distances; a row each`,
      effectsPerRound: 1,
      rounds: 15,
      cases: [
        { name: 'adapter', effects: 1, part: () => timed(lineage) },
        { name: 'raw Cypher', effects: 1, part: () => timed(lineageBare) },
      ],
    },
  ]
}

/** Twelve thousand cells, each made from eight of the hundred before it. */
const cone = async (store: ReturnType<typeof neo4j>): Promise<void> => {
  const end = (i: number) => ({ label: 'BenchCone', id: `c:${i}` })
  const nodes = Array.from({ length: CELLS }, (_, i) => ({ ...end(i), properties: { index: i } }))
  const relationships = nodes.flatMap((_, i): readonly Relationship[] =>
    [...new Set(Array.from({ length: 8 }, (__, k) => i - 1 - ((i * 7 + k * 13) % 100)))]
      .filter((to) => to >= 0)
      .map((to) => ({ type: 'BENCH_DEPENDS', from: end(i), to: end(to), properties: {} })),
  )
  const write = async (part: Pick<GraphUpsert, 'nodes' | 'relationships'>): Promise<void> =>
    void right(await store['graph/upsert']({ _tag: 'graph/upsert', key: 'cone', ...part }, context)())
  await write({ nodes, relationships: [] })
  // In parts: what one transaction may hold is bounded by the server's memory.
  for (let i = 0; i < relationships.length; i += 10_000)
    await write({ nodes: [], relationships: relationships.slice(i, i + 10_000) })
}
