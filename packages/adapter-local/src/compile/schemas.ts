import type { Shapes } from '@chorale/core/ports/graph/rules'
import type { Cell, Request } from '../driver.js'
import { hashSql } from '../column.js'
import { packed } from './packed.js'

/** A schema of the graph as it is kept. */
export interface Kept {
  readonly schema: string
  readonly version: number
  readonly shapes: Shapes
}

/** All schemas, in the order in which they were first brought here. */
export const selectSchemas = (): Request => ({
  sql: packed(
    [hashSql('checksum'), 'schema', 'version', 'shapes'],
    '(SELECT checksum, schema, version, shapes FROM schemas ORDER BY id)',
  ),
  values: [],
})

/** What the checksum of a schema is taken of. */
export const schemaCells = ({ schema, version, shapes }: Kept): readonly Cell[] => [
  ...[schema, version, JSON.stringify(shapes)],
]

/** Keeps a schema in place of what it was. */
export const keepSchema = ({ schema, version, shapes }: Kept, checksum: Uint8Array): Request => ({
  sql:
    'INSERT INTO schemas (schema, version, shapes, checksum) VALUES (?, ?, ?, ?) ' +
    'ON CONFLICT (schema) DO UPDATE SET version = excluded.version, shapes = excluded.shapes, checksum = excluded.checksum',
  values: [schema, version, JSON.stringify(shapes), checksum],
})
