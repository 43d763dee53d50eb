import { createRequire } from 'node:module'
import { driverName, type Request } from '../src/driver.js'

interface Database {
  prepare(sql: string): { all(...values: unknown[]): readonly { readonly detail: string }[] }
  close(): void
}

/** How SQLite would answer a question, in its own words. A plan cannot be packed into one text: the driver is asked past ours. */
export const planOf = (path: string, { sql, values }: Request): string => {
  const isBuilt = driverName() === 'node:sqlite'
  // Casts at the seam: what is used of either driver is declared above.
  const loaded = isBuilt ? process.getBuiltinModule('node:sqlite') : createRequire(import.meta.url)('libsql')
  const Make = (isBuilt ? (loaded as { DatabaseSync: unknown }).DatabaseSync : loaded) as new (path: string) => Database
  const database = new Make(path)
  try {
    return database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...(isBuilt ? values : [values]))
      .map(({ detail }) => detail)
      .join('\n')
  } finally {
    database.close()
  }
}
