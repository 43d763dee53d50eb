import { make } from '../src/driver.js'
import { applicationId, migrations } from '../src/schema.js'
import { databaseOf, freshDirectory } from './fresh.js'

/** A store as the first version made it, with what it wrote of a graph: null kept, numbers that are none, and a key that is empty. */
export const firstVersion = (): string => {
  const directory = freshDirectory()
  make(databaseOf(directory), [
    'PRAGMA page_size = 8192',
    'PRAGMA journal_mode = WAL',
    `PRAGMA application_id = ${applicationId}`,
    ...(migrations[0]?.statements ?? []),
    'PRAGMA user_version = 1',
    `INSERT INTO nodes VALUES (1, 'Cell', 'c1', '{"text":"tide","note":null,"zero":{"n":"-0"}}')`,
    `INSERT INTO nodes VALUES (2, 'Cell', 'c2', '{"text":"a \\":null\\" in it","list":["null"]}')`,
    `INSERT INTO relationships VALUES (1, 'LEADS_TO', 1, 2, NULL, '{"a":1,"b":null}')`,
  ])
  return directory
}
