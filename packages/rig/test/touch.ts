import neo4j from 'neo4j-driver'
import type { Neo4jAddress, QdrantAddress } from '../src/index.js'

/** A way to write names into a server and to read them all back. */
export interface Touch {
  readonly write: (name: string) => Promise<void>
  readonly read: () => Promise<readonly string[]>
}

/** Nodes of one label, by the driver; one connection for each request. */
export const touchNeo4j = ({ uri, user, password }: Neo4jAddress): Touch => {
  const run = async (text: string, values: Readonly<Record<string, string>> = {}) => {
    const driver = neo4j.driver(uri, user === undefined ? undefined : neo4j.auth.basic(user, password ?? ''))
    const session = driver.session()
    try {
      return (await session.run(text, values)).records.map((record) => String(record.get('name')))
    } finally {
      await session.close()
      await driver.close()
    }
  }
  return {
    write: async (name) => {
      await run('CREATE (n:Touched {name: $name}) RETURN n.name AS name', { name })
    },
    read: () => run('MATCH (n:Touched) RETURN n.name AS name ORDER BY name'),
  }
}

/** Points of one collection, over HTTP. */
export const touchQdrant = ({ uri }: QdrantAddress): Touch => {
  let id = 0
  const ask = async (method: string, path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json', connection: 'close' }
    const answer = await fetch(`${uri}/collections/touched${path}`, { method, headers, body: JSON.stringify(body) })
    if (!answer.ok && answer.status !== 409) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    // A cast at the seam: only what is read below is declared.
    return (await answer.json()) as { readonly result?: { readonly points?: readonly { payload: { name: string } }[] } }
  }
  return {
    write: async (name) => {
      await ask('PUT', '', { vectors: { size: 2, distance: 'Dot' } })
      await ask('PUT', '/points?wait=true', { points: [{ id: (id += 1), vector: [1, 2], payload: { name } }] })
    },
    read: async () => {
      const { result } = await ask('POST', '/points/scroll', { limit: 100, with_payload: true })
      return (result?.points ?? []).map(({ payload }) => payload.name).sort()
    },
  }
}
