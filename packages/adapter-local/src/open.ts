import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '@chorale/core/fault'
import { packed } from './compile/packed.js'
import { selectSchemas } from './compile/schemas.js'
import type { Config } from './config.js'
import { indexesOf, schemasOf } from './decode/schemas.js'
import { makeDirectory } from './directory.js'
import { connect, make, type Cell, type Connection } from './driver.js'
import { damagedStore, foreignFile, newerSchema, type Scene } from './faults/index.js'
import { applicationId, migrations, newest, whole } from './schema.js'

/**
 * Opens the store of a directory, making both where they are missing. A file that is not ours, or that is newer than this code, is refused
 * and left as it is. May throw what the driver and the file system throw.
 */
export const openStore = (scene: Scene, config: Config): Either<EffectError, Connection> => {
  makeDirectory(config.directory)
  if (!existsSync(config.database)) {
    // SQLite would take the log for a leftover and delete it, and with it what was acknowledged last.
    if (bytesOf(`${config.database}-wal`) > 0)
      return E.left(damagedStore(scene, 'the database file is missing, while its log is there'))
    create(config)
  }
  const connection = connect(config.database)
  let refusal: EffectError | undefined
  try {
    refusal = prepare(scene, config, connection)
  } catch (thrown) {
    connection.close()
    throw thrown
  }
  if (refusal === undefined) return E.right(connection)
  connection.close()
  return E.left(refusal)
}

const bytesOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** 8 KiB: payloads of one or two kilobytes leave little of a page unused. */
const pageSize = 8192

/** Makes the file under another name and links it to its own: whoever opens it finds all of it, and two who make it at once make one. */
const create = ({ directory, database }: Config): void => {
  const unfinished = `${database}.${randomUUID()}`
  try {
    make(unfinished, [`PRAGMA page_size = ${pageSize}`, 'PRAGMA journal_mode = WAL', migration(0)])
    settle(unfinished, database)
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(unfinished + suffix, { force: true })
  }
  sync(directory)
}

const settle = (unfinished: string, database: string): void => {
  try {
    linkSync(unfinished, database)
  } catch {
    // Somebody else was faster, or the file system knows no links.
    if (!existsSync(database)) renameSync(unfinished, database)
  }
}

/** The new name outlives a power cut only once the directory itself is written. Where directories cannot be opened, the system sees to it. */
const sync = (directory: string): void => {
  if (process.platform === 'win32') return
  const file = openSync(directory, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** All steps after a version. */
const steps = (from: number): readonly string[] => [
  `PRAGMA application_id = ${applicationId}`,
  ...migrations.filter(({ version }) => version > from).flatMap(({ statements }) => statements),
  `PRAGMA user_version = ${newest}`,
]

/** The same as one transaction, for a file that nobody else knows yet. */
const migration = (from: number): string => ['BEGIN IMMEDIATE', ...steps(from), 'COMMIT'].join(';\n')

/** Brings a store to the newest schema, unless another process has done so while this one waited for the right to write. */
const upgrade = (connection: Connection): void => {
  connection.exec('BEGIN IMMEDIATE')
  const { version } = identityOf(connection)
  if (typeof version === 'number' && version < newest) connection.exec(steps(version).join(';\n'))
  connection.exec('COMMIT')
}

/** What a file says it is. */
const identityOf = (
  connection: Connection,
): { readonly application: Cell | undefined; readonly version: Cell | undefined } => {
  const columns = ['a.application_id', 'u.user_version']
  const sql = packed(columns, 'pragma_application_id a, pragma_user_version u')
  const [application, version] = connection.read({ sql, values: [] })[0] ?? []
  return { application, version }
}

/** Settings that hold for a connection, and the checks before its first use. */
const prepare = (scene: Scene, { database, busyMs }: Config, connection: Connection): EffectError | undefined => {
  connection.exec(`PRAGMA busy_timeout = ${busyMs}; PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF`)
  const { application, version } = identityOf(connection)
  if (application !== applicationId) return foreignFile(scene, database)
  if (typeof version !== 'number' || version > newest) return newerSchema(scene, Number(version), newest)
  if (version < newest) upgrade(connection)
  if (!isSchemaWhole(connection)) return damagedStore(scene, 'the schema is not what was written')
  connection.exec('PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384')
  return undefined
}

/** Whether every table and index reads as it was made: a flipped byte in a schema can change what a column means. */
const isSchemaWhole = (connection: Connection): boolean => {
  const found = connection.read({ sql: packed(['sql'], 'sqlite_schema WHERE sql IS NOT NULL'), values: [] })
  const texts = new Set(found.map(([sql]) => sql))
  if (!whole.every((statement) => texts.has(statement))) return false
  const asked = indexesOf(schemasOf(connection.read(selectSchemas())))
  return [...asked.values()].every((statement) => texts.has(statement))
}
