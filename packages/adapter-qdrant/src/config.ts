import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { badInput, type BadInput, type Finding } from '@chorale/core/fault'

/** What a host says; `{ url }` is enough. */
export interface QdrantOptions {
  /** Where the server answers REST: `http://` or `https://`. Without a port, Qdrant's own is meant: 6333. A path is kept, for a server behind a proxy. */
  readonly url: string
  /** Sent with every request, told in no error. */
  readonly apiKey?: string
  /**
   * `exact` compares every point: the same answer as every other store, in a time that grows with the collection. `approximate` (HNSW) is as fast
   * with millions of points and misses a hit now and then: then `capabilities.exact` is false. `exact` unless told.
   */
  readonly search?: 'exact' | 'approximate'
  /** How long one request may take. */
  readonly deadlines?: Partial<Deadlines>
  /** Most points a request: 256 unless told, at most 10,000. A request never exceeds 30 MiB, whatever this says. */
  readonly batchSize?: number
  /** Requests of one upsert that are out at once: 3 unless told, at most 64. */
  readonly streams?: number
  /** What the server's names of collections begin with, before the port's: for servers that are shared. Nothing unless told. */
  readonly collectionPrefix?: string
}

/** Milliseconds that one request may take, at most an hour each. */
export interface Deadlines {
  /** Reading and searching: 5,000 unless told. */
  readonly readMs: number
  /** Writing points and payloads: 10,000 unless told. */
  readonly writeMs: number
  /** Getting ready, and making and dropping collections: 30,000 unless told. */
  readonly startMs: number
}

/** Options that were checked, with every value in its place. */
export interface Config {
  /** Scheme, host and port. */
  readonly origin: string
  /** The path before Qdrant's own; empty for none. */
  readonly path: string
  readonly apiKey: string | undefined
  readonly search: 'exact' | 'approximate'
  readonly deadlines: Deadlines
  readonly batchSize: number
  readonly streams: number
  readonly collectionPrefix: string
}

const hourMs = 3_600_000

const known: readonly string[] = [
  ...['url', 'apiKey', 'search', 'deadlines', 'batchSize', 'streams', 'collectionPrefix'],
]

const knownDeadlines: readonly string[] = ['readMs', 'writeMs', 'startMs']

/** Checks options, with a path to each fault. */
export const checkOptions = (options: QdrantOptions): Either<BadInput, Config> => {
  // A cast for the host without types, who may pass anything.
  const given = (options as QdrantOptions | undefined) ?? { url: '' }
  const { search = 'exact', batchSize = 256, streams = 3, collectionPrefix = '', apiKey } = given
  const deadlines = { readMs: 5000, writeMs: 10_000, startMs: 30_000, ...given.deadlines }
  const findings = [
    ...urlFindings(given.url),
    ...keyFindings(apiKey),
    ...(['exact', 'approximate'].includes(search) ? [] : [wrong('search', 'wanted "exact" or "approximate"')]),
    ...Object.entries(deadlines).flatMap(([name, value]) =>
      knownDeadlines.includes(name) ? outside(`deadlines.${name}`, value, hourMs) : [unheardOf(`deadlines.${name}`)],
    ),
    ...outside('batchSize', batchSize, 10_000),
    ...outside('streams', streams, 64),
    ...(typeof collectionPrefix === 'string' && prefixRule.test(collectionPrefix)
      ? []
      : [wrong('collectionPrefix', 'wanted a letter, then letters, digits, "_" and "-", at most 64 in all')]),
    ...Object.keys(given).flatMap((name) => (known.includes(name) ? [] : [unheardOf(name)])),
  ]
  if (findings.length > 0) return E.left(badInput('set up the Qdrant store', findings))
  return E.right({ ...placeOf(given.url), apiKey, search, deadlines, batchSize, streams, collectionPrefix })
}

const prefixRule = /^([A-Za-z][A-Za-z0-9_-]{0,63})?$/u

/** Scheme and authority as they are written: an address parsed by the platform no longer shows a port that is the scheme's own. */
const authority = /^(https?:\/\/[^/?#]+)/iu

const placeOf = (url: string): Pick<Config, 'origin' | 'path'> => {
  const [, said = ''] = authority.exec(url) ?? []
  const [, port = '6333'] = /:(\d+)$/u.exec(said) ?? []
  const { protocol, hostname, pathname } = new URL(url)
  return { origin: `${protocol}//${hostname}:${port}`, path: pathname.replace(/\/+$/u, '') }
}

const urlFindings = (url: unknown): readonly Finding[] => {
  if (typeof url !== 'string' || !authority.test(url) || !URL.canParse(url))
    return [wrong('url', 'wanted an address that begins with http:// or https://')]
  const { username, password, search, hash } = new URL(url)
  return [
    ...(username === '' && password === '' ? [] : [wrong('url', 'it names a user: give the key as apiKey')]),
    ...(search === '' && hash === '' ? [] : [wrong('url', 'it has a query or a fragment: leave them out')]),
  ]
}

/** What a header can carry. */
const keyRule = /^[\x21-\x7e]+$/u

const keyFindings = (apiKey: unknown): readonly Finding[] =>
  apiKey === undefined || (typeof apiKey === 'string' && keyRule.test(apiKey))
    ? []
    : [wrong('apiKey', 'wanted printable ASCII without blanks')]

const outside = (path: string, value: unknown, most: number): readonly Finding[] =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most
    ? []
    : [{ path, code: 'out_of_range', message: `wanted an integer from 1 to ${most}` }]

const wrong = (path: string, message: string): Finding => ({ path, code: 'wrong_type', message })

const unheardOf = (path: string): Finding => ({ path, code: 'unknown', message: 'there is no such option' })
