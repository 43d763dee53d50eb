import { auth, bookmarkManager, driver, type Driver, type Session } from 'neo4j-driver'
import type { Config, Neo4jAuth } from './config.js'

/**
 * The only file that knows the client. It makes statements travel and rows come back; it retries nothing, and what the client throws leaves
 * this file as it is: {@link failureOf} reads it.
 */

/** What a parameter may be. A `bigint` is stored as an integer, a `number` as a float: the compiler of a statement chooses. */
export type Value = string | number | bigint | boolean | null | readonly Value[] | { readonly [name: string]: Value }

/** A statement with its parameters. */
export interface Statement {
  readonly text: string
  readonly parameters: { readonly [name: string]: Value }
}

/** One row: its columns in the order of the statement. */
export type Row = readonly unknown[]

/** What a statement answered. */
export interface Answer {
  readonly rows: readonly Row[]
  readonly deleted: { readonly nodes: number; readonly relationships: number }
}

/** Whether a leader is needed, for a cluster. */
export type Access = 'read' | 'write'

/** A transaction that is open. */
export interface Transaction {
  readonly run: (statement: Statement) => Promise<Answer>
  readonly commit: () => Promise<void>
  readonly rollback: () => Promise<void>
  /** Gives the connection back; what is not committed is rolled back. */
  readonly close: () => Promise<void>
}

/** A pool of connections to one database. */
export interface Link {
  /** Begins a transaction which the server itself ends after so many milliseconds. */
  readonly begin: (access: Access, timeoutMs: number) => Transaction
  /** Carries out one statement in a transaction of its own: schema changes share none with data. */
  readonly alone: (statement: Statement, timeoutMs: number) => Promise<Answer>
  /** The server's name and version, e.g. `Neo4j/5.26.0`. */
  readonly server: () => Promise<string>
  readonly close: () => Promise<void>
}

/** What was written last, so that whoever reads later waits for it; shared by all links of a store. */
export type Bookmarks = ReturnType<typeof bookmarkManager>

/** None yet. */
export const bookmarks = (): Bookmarks => bookmarkManager()

/** All rows at once: every answer is wanted whole, and each question for more of them costs a journey. */
const fetchSize = -1

/** Makes a pool; nothing is opened yet. May throw what the client throws at settings that it does not take. */
export const connect = (config: Config, seen: Bookmarks): Link => {
  const { uri, database, pool, timeouts, trustedCertificates } = config
  const settings = {
    maxConnectionPoolSize: pool.max,
    connectionTimeout: timeouts.connectMs,
    connectionAcquisitionTimeout: Math.max(timeouts.connectMs, timeouts.readMs, timeouts.writeMs),
    maxConnectionLifetime: 3_600_000,
    disableLosslessIntegers: true,
    telemetryDisabled: true,
    fetchSize,
    userAgent: 'chorale',
    ...trustOf(trustedCertificates),
  }
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the client declares settings as classes and takes records.
  const made: Driver = driver(uri, tokenOf(config.auth), settings)
  const place = database === undefined ? {} : { database }
  const session = (access: Access): Session => {
    const asked = { defaultAccessMode: modes[access], bookmarkManager: seen, ...place }
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the client declares settings as classes and takes records.
    return made.session(asked)
  }
  return {
    begin: (access, timeoutMs) => transaction(session(access), timeoutMs),
    alone: async ({ text, parameters }, timeoutMs) => {
      const own = session('write')
      try {
        return answered(await own.run(text, parameters, { timeout: timeoutMs }))
      } finally {
        // What was answered is not undone by a connection that breaks behind it.
        await own.close().catch(() => undefined)
      }
    },
    server: async () => {
      const { agent } = await made.getServerInfo(place)
      return agent ?? 'a server without a name'
    },
    close: () => made.close(),
  }
}

const modes = { read: 'READ', write: 'WRITE' } as const

const trustOf = (files: readonly string[]) =>
  files.length === 0
    ? {}
    : {
        encrypted: 'ENCRYPTION_ON' as const,
        trust: 'TRUST_CUSTOM_CA_SIGNED_CERTIFICATES' as const,
        trustedCertificates: [...files],
      }

const transaction = (session: Session, timeout: number): Transaction => {
  const open = session.beginTransaction({ timeout })
  return {
    run: async ({ text, parameters }) => answered(await open.run(text, parameters)),
    commit: () => open.commit(),
    rollback: () => open.rollback(),
    close: () => session.close(),
  }
}

interface Result {
  readonly records: readonly { readonly keys: readonly PropertyKey[]; get(index: number): unknown }[]
  readonly summary: { readonly counters: { updates(): { nodesDeleted: number; relationshipsDeleted: number } } }
}

const answered = ({ records, summary }: Result): Answer => {
  const { nodesDeleted: nodes, relationshipsDeleted: relationships } = summary.counters.updates()
  return { rows: records.map((record) => record.keys.map((_, i) => record.get(i))), deleted: { nodes, relationships } }
}

const tokenOf = (who: Neo4jAuth) => {
  switch (who._tag) {
    case 'none':
      return undefined
    case 'basic':
      return auth.basic(who.username, who.password, who.realm)
    case 'bearer':
      return auth.bearer(who.token)
    case 'kerberos':
      return auth.kerberos(who.ticket)
  }
}

/** Why the client gave up: its code, or that of the server, and what was said. */
export interface Failure {
  readonly code: string
  readonly text: string
}

/** What was thrown, where it is the client's, the server's or the network's. */
export const failureOf = (thrown: unknown): Failure | undefined => {
  if (!(thrown instanceof Error)) return undefined
  // A cast at the seam: errors of the client and of the network carry a code.
  const { code, message } = thrown as Error & { readonly code?: unknown }
  return typeof code === 'string' ? { code, text: message } : undefined
}
