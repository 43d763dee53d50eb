import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/**
 * The SQLite driver, and the only file that knows which one it is: `node:sqlite` where the platform has it (Node 22.13 and later), otherwise
 * `libsql`, which brings a prebuilt binary. Both are synchronous.
 *
 * Three traps, all seen: `libsql` ends the process on a text that is no UTF-8 and on a bound boolean, and its `get` may answer with the row of
 * the question before. So nothing is ever read as text (what comes back is bytes that are decoded here), nothing but {@link Value}s is bound,
 * and `get` is not used. What a driver throws leaves this file as it is; {@link failureOf} reads it.
 */

/** What a column can hold. */
export type Value = string | number | Uint8Array | null

/** One column of a row that was read. */
export type Cell = string | number | null

/** One row that was read, its columns in the order of the question. */
export type Row = readonly Cell[]

/** A number, and the lists of numbers that belong to it. */
export type NumberRow = readonly [number, ...(readonly number[])[]]

/** A statement with its parameters. */
export interface Request {
  readonly sql: string
  readonly values: readonly Value[]
}

/** An open database. */
export interface Connection {
  /** Statements without parameters and without an answer. */
  readonly exec: (sql: string) => void
  /** Carries out one statement and says how many rows it changed. */
  readonly run: (request: Request) => number
  /** Reads rows that SQL has packed into one JSON text, in a column `packed`: see `packed` in compile. */
  readonly read: (request: Request) => readonly Row[]
  /** Reads rows of numbers and lists of numbers, packed in the same way. */
  readonly numbers: (request: Request) => readonly NumberRow[]
  /** Reads texts that SQL has put end to end in a column `bodies`, cast to a BLOB, with a JSON list of their sizes in bytes in `sizes`. */
  readonly texts: (request: Request) => readonly (string | null)[]
  /** Reads one column of bytes, called `bytes`, a row for each. */
  readonly bytes: (request: Request) => readonly Uint8Array[]
  readonly close: () => void
}

/** Why a driver gave up: SQLite's result code, its extended code where it is known, and what it said. */
export interface Failure {
  readonly code: number
  readonly extended: number
  readonly text: string
}

interface Statement {
  run(...values: unknown[]): { readonly changes: number | bigint }
  all(...values: unknown[]): readonly { readonly [column: string]: unknown }[]
}

interface Database {
  exec(sql: string): unknown
  prepare(sql: string): Statement
  close(): unknown
}

interface Driver {
  readonly name: 'node:sqlite' | 'libsql'
  readonly make: new (location: string) => Database
  /** How one takes its parameters: spread, or as one list. */
  readonly bound: (values: readonly Value[]) => readonly unknown[]
}

const driver = (): Driver => {
  // Casts at the seam, twice: what is used of either driver is declared above.
  const built = process.getBuiltinModule('node:sqlite') as { readonly DatabaseSync: Driver['make'] } | undefined
  if (built !== undefined) return { name: 'node:sqlite', make: built.DatabaseSync, bound: (values) => values }
  const make = createRequire(import.meta.url)('libsql') as Driver['make']
  return { name: 'libsql', make, bound: (values) => [values] }
}

/** The name of the driver that this platform uses. */
export const driverName = (): Driver['name'] => driver().name

/** Makes a database file that must not exist yet by carrying out the statements; nothing of it stays open. */
export const make = (path: string, statements: readonly string[]): void => {
  const database = new (driver().make)(path)
  try {
    for (const sql of statements) database.exec(sql)
  } finally {
    database.close()
  }
}

/** Opens a database file that exists. */
export const connect = (path: string): Connection => {
  const { make: Make, bound: given } = driver()
  const bound = (values: readonly Value[]) => given(checked(values))
  const database = new Make(`${pathToFileURL(path).href}?mode=rw`)
  const prepared = new Map<string, Statement>()
  const statement = (sql: string): Statement => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    if (prepared.size >= mostPrepared) prepared.clear()
    const made = database.prepare(sql)
    prepared.set(sql, made)
    return made
  }
  // Casts at the seam: SQL packs lists of numbers, texts and nulls, or of numbers and lists of numbers, as the question says.
  return {
    exec: (sql) => void database.exec(sql),
    run: ({ sql, values }) => Number(statement(sql).run(...bound(values)).changes),
    read: ({ sql, values }) => unpacked(statement(sql).all(...bound(values))[0]?.['packed']) as readonly Row[],
    numbers: ({ sql, values }) => unpacked(statement(sql).all(...bound(values))[0]?.['packed']) as readonly NumberRow[],
    texts: ({ sql, values }) => {
      const rows = statement(sql).all(...bound(values))
      return rows.flatMap(({ bodies, sizes }) => textsOf(bodies, sizes))
    },
    bytes: ({ sql, values }) => {
      const rows = statement(sql).all(...bound(values))
      return rows.map(({ bytes }) => bytesOf(bytes))
    },
    close: () => {
      prepared.clear()
      database.close()
    },
  }
}

/** What is said of a value by the types may not be so where a host has none; one driver ends the process on it. */
const checked = (values: readonly Value[]): readonly Value[] => {
  for (const value of values)
    if (typeof value !== 'string' && typeof value !== 'number' && value !== null && !ArrayBuffer.isView(value))
      throw new TypeError(`a column takes no ${typeof value}`)
  return values
}

/** The texts of queries by property differ with the number of properties: what is prepared is bounded. */
const mostPrepared = 100

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const decoded = (bytes: unknown): string => {
  try {
    // A cast before a check: what is no bytes makes the decoder throw.
    return utf8.decode(bytes as Uint8Array)
  } catch {
    throw corrupt('a text is not UTF-8')
  }
}

/** One driver gives a view of bytes, the other the bytes; anything else was not written as bytes. */
const bytesOf = (cell: unknown): Uint8Array => {
  if (cell instanceof Uint8Array) return cell
  if (cell instanceof ArrayBuffer) return new Uint8Array(cell)
  throw corrupt('a column of bytes holds something else')
}

const textsOf = (bodies: unknown, sizes: unknown): readonly (string | null)[] => {
  let at = 0
  const bytes = bytesOf(bodies)
  // A cast at the seam: a list of sizes is made of numbers and nulls alone.
  return (JSON.parse(sizes as string) as readonly (number | null)[]).map((size) => {
    if (size === null) return null
    at += size
    return decoded(bytes.subarray(at - size, at))
  })
}

const unpacked = (packed: unknown): unknown => {
  const text = decoded(packed)
  try {
    return JSON.parse(text)
  } catch {
    throw corrupt('packed rows are no JSON')
  }
}

const CORRUPT = 11

/** What is thrown where bytes came back that cannot have been written: the same as when SQLite finds it. */
export const corrupt = (text: string): Error => Object.assign(new Error(text), { rawCode: CORRUPT })

/** Whether no driver could be loaded. */
export const isWithoutDriver = (thrown: unknown): boolean =>
  thrown instanceof Error && (thrown as { readonly code?: unknown }).code === 'MODULE_NOT_FOUND'

/** SQLite's word on what was thrown; undefined where it was not SQLite that gave up. */
export const failureOf = (thrown: unknown): Failure | undefined => {
  if (!(thrown instanceof Error)) return undefined
  const { errcode, rawCode } = thrown as { readonly errcode?: unknown; readonly rawCode?: unknown }
  // While it opens a file, libsql has the code in its message alone.
  const said = /^ConnectionFailed\(.*: (\d+)"\)$/su.exec(thrown.message)?.[1]
  const extended = typeof errcode === 'number' ? errcode : typeof rawCode === 'number' ? rawCode : Number(said)
  return Number.isInteger(extended) ? { code: extended & 0xff, extended, text: thrown.message } : undefined
}
