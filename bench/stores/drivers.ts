import { createRequire } from 'node:module'

/** What is used of the raw drivers, which are installed beside the adapters: everything bare is said to them directly. */
const of = (name: string) => createRequire(new URL(`../../packages/${name}/package.json`, import.meta.url))

/** A session of the Neo4j driver. */
export interface RawSession {
  readonly run: (text: string, parameters?: object) => Promise<{ readonly records: readonly RawRecord[] }>
  readonly executeWrite: <A>(work: (tx: Pick<RawSession, 'run'>) => Promise<A>) => Promise<A>
  readonly close: () => Promise<void>
}

interface RawRecord {
  readonly toObject: () => { readonly [name: string]: unknown }
}

interface RawDriver {
  readonly session: () => RawSession
  readonly close: () => Promise<void>
}

interface Neo4jModule {
  readonly driver: (uri: string, auth?: unknown, config?: object) => RawDriver
  readonly int: (value: number) => unknown
}

/** The Neo4j driver. */
export const neo4jDriver = of('adapter-neo4j')('neo4j-driver') as Neo4jModule

/** What is used of the Qdrant client. */
export interface RawQdrant {
  readonly createCollection: (name: string, body: object) => Promise<unknown>
  readonly deleteCollection: (name: string) => Promise<unknown>
  readonly upsert: (name: string, body: object) => Promise<unknown>
  readonly query: (name: string, body: object) => Promise<{ readonly points: readonly unknown[] }>
}

const { QdrantClient } = of('adapter-qdrant')('@qdrant/js-client-rest') as {
  readonly QdrantClient: new (options: object) => RawQdrant
}

/** The Qdrant client. */
export const qdrantClient = (url: string): RawQdrant => new QdrantClient({ url, checkCompatibility: false })
