import * as E from 'fp-ts/lib/Either.js'
import type { Neo4jAddress, QdrantAddress } from '@chorale/rig'
import type { Addresses } from './setting.js'
import { shown, type Ask } from './hostile-field.js'
import { own } from './hostile-graph.js'
import type { Kept } from './hostile-names.js'
import { tried } from './hostile-vectors.js'
import { rawRows } from './raw.js'

const label = 'Untouched'

/** What stands in the stores before, and must be there afterwards as it was. */
export const writeSentinel = async (ask: Ask): Promise<void> => {
  const nodes = Array.from({ length: 20 }, (_, i) => ({
    ...{ label, id: `s${i}`, properties: { at: i, text: `text ${i}`, list: ['a', 'b'] } },
  }))
  const relationships = nodes.map((from, i) => ({
    ...{ type: 'GUARDS', from, to: nodes[(i + 1) % nodes.length] ?? from, properties: { at: i } },
  }))
  const points = nodes.map(({ id, properties }) => ({ id, vector: [1, 0], payload: properties }))
  const run = { run: 'sentinel', program: { name: 'sentinel', version: 1 }, labels: { a: 'b' }, parent: null }
  const outcomes = [
    await ask('graph/upsert', { nodes, relationships }),
    await ask('journal/create', { ...run, hash: 'h', at: 1 }),
    await ask('vector/collection', { collection: 'sentinel', dimension: 2, metric: 'dot' }),
    await ask('vector/upsert', { collection: 'sentinel', points }),
    await ask('vector/collection', { collection: tried, dimension: 2, metric: 'dot' }),
    // So that the label and its rule are there from the beginning.
    await ask('graph/upsert', { nodes: [{ label: own.label, id: 'x', properties: {} }], relationships: [] }),
    await ask('graph/delete', { nodes: [{ label: own.label, id: 'x' }], relationships: [] }),
  ]
  for (const outcome of outcomes)
    if (E.isLeft(outcome)) return Promise.reject(new Error(`${outcome.left.doing}: ${outcome.left.because}`))
}

/** All that the servers hold, as one text each: nodes with their properties, relationships, rules and points. Schemas are counted. */
export interface Census {
  readonly contents: readonly string[]
  readonly rules: readonly string[]
  readonly schemas: number
}

const lines = async (address: Neo4jAddress, text: string): Promise<readonly string[]> =>
  (await rawRows(address, text)).map((row) => JSON.stringify(row)).sort()

/** Looks past the adapters. */
export const census = async ({ neo4j, qdrant }: Addresses): Promise<Census> => {
  const nodes = await lines(neo4j, 'MATCH (n) WHERE NOT n:_ChoraleSchema RETURN labels(n), properties(n)')
  const links = await lines(neo4j, 'MATCH (a)-[r]->(b) RETURN type(r), a.id, b.id, properties(r)')
  const rules = await rawRows(
    neo4j,
    "SHOW INDEXES YIELD labelsOrTypes, properties, type WHERE type <> 'LOOKUP' RETURN labelsOrTypes, properties",
  )
  const [[schemas] = []] = await rawRows(neo4j, 'MATCH (n:_ChoraleSchema) RETURN count(n)')
  return {
    contents: [...nodes, ...links, ...(await pointsOf(qdrant))],
    rules: rules.map(([labels, names]) => `${String(labels)}(${String(names)})`).sort(),
    schemas: Number(schemas),
  }
}

/** Collections with their points, told by the server itself. */
const pointsOf = async ({ uri, apiKey }: QdrantAddress): Promise<readonly string[]> => {
  const headers = { 'content-type': 'application/json', ...(apiKey === undefined ? {} : { 'api-key': apiKey }) }
  const get = async (path: string, body?: object): Promise<unknown> => {
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    return (await fetch(`${uri}${path}`, { headers, ...sent })).json()
  }
  // A cast: what Qdrant's reference says of this answer.
  const { result } = (await get('/collections')) as { result: { collections: { name: string }[] } }
  const names = result.collections.map(({ name }) => name).sort()
  const all = { limit: 10_000, with_payload: true, with_vector: true }
  return Promise.all(
    names.map(async (name) => {
      const { result: page } = (await get(`/collections/${name}/points/scroll`, all)) as { readonly result: unknown } // reason: as above
      return `${name} ${JSON.stringify(page)}`
    }),
  )
}

/** What is there and should not be, or is gone; a schema's rules and their number stay where they were asked for. */
export const amiss = (now: Census, before: Census, kept: Kept): readonly string[] => {
  const wanted = new Set([...before.rules, ...kept.rules])
  return [
    ...lost('contents', now.contents, before.contents),
    ...lost('rules', now.rules, [...wanted]),
    ...(now.schemas === before.schemas + kept.schemas
      ? []
      : [`wanted ${before.schemas + kept.schemas} schemas, found ${now.schemas}`]),
  ]
}

const lost = (what: string, now: readonly string[], wanted: readonly string[]): readonly string[] => {
  const [here, there] = [new Set(now), new Set(wanted)]
  return [
    ...wanted.filter((each) => !here.has(each)).map((each) => `${what}: gone is ${shown(each)}`),
    ...now.filter((each) => !there.has(each)).map((each) => `${what}: nobody asked for ${shown(each)}`),
    ...(now.length === wanted.length ? [] : [`${what}: wanted ${wanted.length}, found ${now.length}`]),
  ]
}
