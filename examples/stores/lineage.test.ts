import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { local } from '@chorale/adapter-local'
import { memory } from '@chorale/adapter-memory'
import { neo4j } from '@chorale/adapter-neo4j'
import { valley } from '@chorale/core/cf14'
import { ask, queries, type Query } from '@chorale/core/cf14/store'
import { combine, type Interpreter } from '@chorale/core/effect'
import { orReject } from '@chorale/core/fault'
import type { GraphEffect } from '@chorale/core/ports/graph'
import { start } from '@chorale/core/run'
import { echoResolver } from '@chorale/core/testing'
import { describeWith, type Neo4jAddress } from '@chorale/rig'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { rawRows } from './raw.js'

type Graph = Interpreter<GraphEffect>

/** Nobody else on the server has this one. */
const thread = `lineage-${randomBytes(6).toString('hex')}`
const id = (cell: string): string => `${thread}:${cell}`
const clock = { now: () => 1_700_000_000_000, wait: () => Promise.resolve() }

const persist = async (store: Graph): Promise<void> => {
  const interpreter = combine(echoResolver(), store)
  const { status, result } = await start(valley, { threadId: thread }, { interpreter, clock, run: thread }).result()
  expect([status, result.unwritten]).toEqual(['done', []])
}

/** Whether a node is one of the thread's. */
const own = (node: string): string =>
  `(${node}.id = $thread OR ${node}.id STARTS WITH $thread + ':' OR ${node}.thread_id = $thread)`

/** How many nodes and relationships of the thread there are, by label and type, told by the server itself. */
const counts = async (address: Neo4jAddress): Promise<{ readonly [name: string]: number }> => {
  const nodes = await rawRows(address, `MATCH (n) WHERE ${own('n')} RETURN labels(n)[0], count(*)`, { thread })
  const linked = `MATCH (a)-[r]->(b) WHERE ${own('a')} OR ${own('b')} RETURN type(r), count(*)`
  const links = await rawRows(address, linked, { thread })
  return Object.fromEntries([...nodes, ...links].map(([name, count]) => [String(name), Number(count)]))
}

/** The same of a store that holds nothing else. */
const countsIn = async (store: Graph, names: readonly string[]): Promise<{ readonly [name: string]: number }> => {
  const context = { run: thread, attempt: 1, signal: new AbortController().signal }
  const found = names.map(async (name) => {
    const nodes = { _tag: 'graph/query', key: 'k', match: { label: name }, limit: 0 } as const
    const links = { _tag: 'graph/relationships', key: 'k', type: name, limit: 0 } as const
    const [{ count }, { count: linked }] = await Promise.all([
      orReject(store['graph/query'](nodes, context)()),
      orReject(store['graph/relationships'](links, context)()),
    ])
    return [name, count + linked] as const
  })
  return Object.fromEntries(await Promise.all(found))
}

const asked: readonly (readonly [string, Query<unknown>])[] = [
  ...['C:0:0', 'F:0:0', 'K:3:1', 'E:2:2', 'A:0:0', 'B:3:3', 'no:0:0'].flatMap((cell) =>
    [1, 2, 20].flatMap((depth) => [
      [`lineage ${cell} ${depth}`, queries.lineage(id(cell), depth)] as const,
      [`impact ${cell} ${depth}`, queries.impact(id(cell), depth)] as const,
    ]),
  ),
  ['operations', queries.operationsOfRun(thread)],
  ['some operations', queries.operationsOfRun(thread, { type: 'interpretation', offset: 7, limit: 9 })],
  ...['C:0:0', 'Z:3:3', 'R:0:8'].flatMap((cell) => [
    [`history ${cell}`, queries.history(id(cell))] as const,
    [`component ${cell}`, queries.component(id(cell))] as const,
  ]),
  ...['A', 'C', 'E', 'H', 'K', 'Z'].map((name) => [`grid ${name}`, queries.grid(thread, name)] as const),
  ...(['initial', 'resolved'] as const).map((state) => [`state ${state}`, queries.byState(thread, state)] as const),
  ...['Values', 'multiply:C[1,2]'].map((term) => [`term ${term}`, queries.term(thread, term)] as const),
  ['cost', queries.cost(thread)],
  ['failures', queries.failures(thread)],
]

describeWith('neo4j', 'the canonical valley on a real Neo4j', (address) => {
  const { uri, user, password } = address
  const auth =
    password === undefined
      ? ({ _tag: 'none' } as const)
      : ({ _tag: 'basic', username: user ?? 'neo4j', password } as const)
  // The server is shared on a busy machine, and nothing here is about time.
  const timeouts = { connectMs: 60_000, readMs: 60_000, writeMs: 60_000, startMs: 120_000 }
  const real = neo4j({ uri, auth, timeouts })
  const folder = mkdtempSync(join(tmpdir(), 'chorale-lineage-'))
  const kept = local({ directory: folder })
  const model = memory()
  beforeAll(async () => {
    for (const store of [real, kept, model]) await persist(store)
  })
  afterAll(async () => {
    await rawRows(address, `MATCH (n) WHERE ${own('n')} DETACH DELETE n`, { thread })
    await real.close()
    await kept.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('persisted once more leaves the counts of nodes and relationships as they are, and they are those of memory', async () => {
    const before = await counts(address)
    expect(before).toMatchObject({ SemanticThread: 1, Component: 167, SemanticOperation: 284 })
    expect(before).toEqual(await countsIn(model, Object.keys(before)))
    await persist(real)
    expect(await counts(address)).toEqual(before)
  })

  it('has the lineage that the spec names', async () => {
    const of = async (cell: string, depth: number) =>
      (await ask(real, queries.lineage(id(cell), depth))).map(
        ({ component: { matrix, position }, distance }) => `${distance} ${matrix}[${position.join(',')}]`,
      )
    expect((await of('C:0:0', 1)).sort()).toEqual(
      [0, 1, 2, 3].map((i) => `1 A[0,${i}]`).concat([0, 1, 2, 3].map((i) => `1 B[${i},0]`)),
    )
    const second = await of('F:0:0', 2)
    expect([second.length, new Set(second).size]).toEqual([10, 10])
    expect(second.filter((each) => each.startsWith('1 ')).sort()).toEqual(['1 C[0,0]', '1 J[0,0]'])
    expect(await of('K:3:1', 1)).toEqual(['1 D[1,3]'])
  })

  it.each(asked)('answers like memory and a directory: %s', async (_, query) => {
    const answer = await ask(model, query).then(
      (found) => ({ found }),
      (error: unknown) => ({ error }),
    )
    for (const store of [kept, real])
      expect(
        await ask(store, query).then(
          (found) => ({ found }),
          (error: unknown) => ({ error }),
        ),
      ).toEqual(answer)
  })
})
