import type { Shapes } from '@chorale/core/ports/graph/rules'
import { checksumOf } from '../checksum.js'
import { indexName, indexSql } from '../compile/match.js'
import type { Kept } from '../compile/schemas.js'
import type { Row } from '../driver.js'
import { corrupt } from '../driver.js'
import { readable } from './readable.js'

/** Schemas from the columns of `selectSchemas`; one whose checksum does not fit is told as damage. */
export const schemasOf = (rows: readonly Row[]): readonly Kept[] =>
  rows.map(([checksum, ...cells]) => {
    if (checksumOf(cells).toString('hex') !== checksum) throw corrupt('a schema of the graph is not what was written')
    const [schema, version, shapes] = cells
    return readable(() => ({
      schema: String(schema),
      version: Number(version),
      // A cast after the checksum: this is what was written.
      shapes: JSON.parse(String(shapes)) as Shapes,
    }))
  })

/** The shapes of all schemas together. */
export const allShapes = (schemas: readonly Kept[]): Shapes => ({
  unique: schemas.flatMap(({ shapes }) => shapes.unique),
  indexes: schemas.flatMap(({ shapes }) => shapes.indexes),
})

/** The indexes that schemas ask for: their statements by their names, which many may ask for and SQLite has once. */
export const indexesOf = (schemas: readonly Pick<Kept, 'shapes'>[]): ReadonlyMap<string, string> =>
  new Map(
    schemas.flatMap(({ shapes }) => [
      ...shapes.unique.map((shape) => [indexName('unique', shape), indexSql('unique', shape)] as const),
      ...shapes.indexes.map((shape) => [indexName('index', shape), indexSql('index', shape)] as const),
    ]),
  )
