import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts/lib/index.js'
import { badInput, findingsOf, type BadInput, type Finding } from '@chorale/core/fault'

/** Who we are to the server. */
export type Neo4jAuth =
  | { readonly _tag: 'none' }
  | { readonly _tag: 'basic'; readonly username: string; readonly password: string; readonly realm?: string }
  | { readonly _tag: 'bearer'; readonly token: string }
  | { readonly _tag: 'kerberos'; readonly ticket: string }

/** What a host says; `{ uri, auth }` is enough. */
export interface Neo4jOptions {
  /** Scheme, host and port: `bolt` for one server, `neo4j` for a cluster; `+s` with TLS, `+ssc` with TLS whose certificate nobody has signed. */
  readonly uri: string
  readonly auth: Neo4jAuth
  /** The server's default database unless told. */
  readonly database?: string
  readonly pool?: {
    /** Connections at most: 20 unless told. */
    readonly max?: number
    /** Connections that are opened and tried out at the start: 5 unless told, never more than `max`. */
    readonly minIdle?: number
  }
  /** How long each may take, in milliseconds. */
  readonly timeouts?: {
    /** To open a connection: 5,000 unless told. */
    readonly connectMs?: number
    /** To read: 5,000 unless told. */
    readonly readMs?: number
    /** To write: 10,000 unless told. */
    readonly writeMs?: number
    /** To start, to change the schema and to delete a run: 30,000 unless told. */
    readonly startMs?: number
  }
  /** Rows in one statement: 1,000 unless told. Larger ones write a little faster and take more memory of the server. */
  readonly batchRows?: number
  /** What takes this long is slow: 1,000 milliseconds unless told. */
  readonly slowMs?: number
  /** Told of every slow effect by its tag, never of a value; what it throws is ignored. */
  readonly slow?: (name: string, ms: number) => void
  /** Files of certificates to trust, in PEM, in place of the system's: makes `bolt` and `neo4j` use TLS. */
  readonly trustedCertificates?: readonly string[]
}

/** Options that were checked, with every value in its place. */
export interface Config {
  readonly uri: string
  readonly auth: Neo4jAuth
  readonly database: string | undefined
  readonly pool: { readonly max: number; readonly minIdle: number }
  readonly timeouts: {
    readonly connectMs: number
    readonly readMs: number
    readonly writeMs: number
    readonly startMs: number
  }
  readonly batchRows: number
  readonly slowMs: number
  readonly slow: (name: string, ms: number) => void
  readonly trustedCertificates: readonly string[]
}

/** Whole numbers of a range, by the words that stand in a finding. */
const whole = (least: number, most: number): t.Type<number> =>
  new t.Type<number>(
    `a whole number from ${least} to ${most}`,
    (value): value is number => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
    (value, context) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
        ? t.success(value)
        : t.failure(value, context),
    t.identity,
  )

const tenMinutes = 600_000

const authCodec = t.union([
  t.type({ _tag: t.literal('none') }),
  t.intersection([
    t.type({ _tag: t.literal('basic'), username: t.string, password: t.string }),
    t.partial({ realm: t.string }),
  ]),
  t.type({ _tag: t.literal('bearer'), token: t.string }),
  t.type({ _tag: t.literal('kerberos'), ticket: t.string }),
])

const optionsCodec = t.intersection([
  t.type({ uri: t.string, auth: authCodec }),
  t.partial({
    database: t.string,
    pool: t.partial({ max: whole(1, 1000), minIdle: whole(0, 1000) }),
    timeouts: t.partial({
      connectMs: whole(1, tenMinutes),
      readMs: whole(1, tenMinutes),
      writeMs: whole(1, tenMinutes),
      startMs: whole(1, tenMinutes),
    }),
    batchRows: whole(1, 50_000),
    slowMs: whole(0, tenMinutes),
    slow: t.Function,
    trustedCertificates: t.array(t.string),
  }),
])

/** Checks options, with a path to each fault; what was found is not shown, it may be a secret. */
export const checkOptions = (options: Neo4jOptions): Either<BadInput, Config> => {
  const decoded = optionsCodec.decode(options)
  const findings = E.isLeft(decoded) ? authFirst(options, decoded.left) : placeFindings(options)
  if (findings.length > 0) return E.left(badInput('set up the Neo4j store', findings))
  const { uri, auth, database, pool, timeouts, trustedCertificates = [] } = options
  const max = pool?.max ?? 20
  return E.right({
    ...{ uri, auth, database, trustedCertificates },
    pool: { max, minIdle: Math.min(pool?.minIdle ?? 5, max) },
    timeouts: { connectMs: 5000, readMs: 5000, writeMs: 10_000, startMs: 30_000, ...given(timeouts ?? {}) },
    batchRows: options.batchRows ?? 1000,
    slowMs: options.slowMs ?? 1000,
    slow: options.slow ?? (() => undefined),
  })
}

const given = <A extends object>(values: A): A =>
  // A cast in a constructor: the same members, without those that are undefined.
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as A

const kinds: readonly unknown[] = ['none', 'basic', 'bearer', 'kerberos']

/** A union says of every member why it is none of them: one sentence for a wrong kind is clearer. */
const authFirst = (options: unknown, errors: t.Errors): readonly Finding[] => {
  // Casts for the host without types: anything may have been passed.
  const { auth } = Object(options) as { readonly auth?: unknown }
  const kind = (Object(auth) as { readonly _tag?: unknown })._tag
  const findings = findingsOf(errors)
  if (kinds.includes(kind) || typeof options !== 'object') return findings.filter(({ path }) => path !== 'auth._tag')
  const others = findings.filter(({ path }) => !path.startsWith('auth'))
  return [...others, { path: 'auth._tag', code: 'wrong_type', message: 'wanted none, basic, bearer or kerberos' }]
}

const schemes = /^(?:bolt|neo4j)(?:\+s|\+ssc)?:\/\/[^\s/@?#]+\/?(?:\?[^\s#]*)?$/u

const findingIf = (isWrong: boolean, finding: Finding): readonly Finding[] => (isWrong ? [finding] : [])

const placeFindings = ({ uri, database, pool, trustedCertificates }: Neo4jOptions): readonly Finding[] => [
  ...findingIf(!schemes.test(uri), {
    path: 'uri',
    code: 'no_address',
    message: 'wanted bolt, bolt+s, bolt+ssc, neo4j, neo4j+s or neo4j+ssc, then "://", a host and a port, and no user',
  }),
  ...findingIf(database === '', { path: 'database', code: 'empty_text', message: 'wanted a name, or nothing' }),
  ...findingIf((pool?.minIdle ?? 0) > (pool?.max ?? 20), {
    path: 'pool.minIdle',
    code: 'out_of_range',
    message: 'wanted at most as many as pool.max',
  }),
  ...findingIf(trustedCertificates !== undefined && /^[a-z0-9]+\+/u.test(uri), {
    path: 'trustedCertificates',
    code: 'contradiction',
    message: 'the scheme already says whom to trust: use bolt or neo4j',
  }),
  ...findingIf(trustedCertificates?.length === 0, {
    path: 'trustedCertificates',
    code: 'empty_list',
    message: 'wanted at least one file, or nothing',
  }),
]
