import * as E from 'fp-ts/lib/Either.js'
import { conflict, rejected } from '@chorale/core/fault'
import { type GraphMigrate, type Shape } from '@chorale/core/ports/graph'
import { doubleAmong, shapesOf, checkGraph } from '@chorale/core/ports/graph/rules'
import { checksumOf } from '../checksum.js'
import { indexName } from '../compile/match.js'
import { keepSchema, schemaCells, selectSchemas } from '../compile/schemas.js'
import { indexesOf, schemasOf } from '../decode/schemas.js'
import type { Connection } from '../driver.js'
import { graphSource } from '../graph-source.js'
import type { Session } from '../session.js'
import { carried } from './carried.js'

/** Answers `graph/migrate`: one transaction. The shapes of a schema become indexes of SQLite's own, which hold between processes. */
export const graphMigrate = (session: Session) =>
  carried((effect: GraphMigrate) => {
    const fault = checkGraph(effect)
    if (fault !== undefined) return E.left(fault)
    const { schema, steps } = effect
    const scene = { doing: `migrate ${effect.key}` }
    return session.write(scene, 'no reserve', ({ connection }) => {
      const before = schemasOf(connection.read(selectSchemas()))
      const from = before.find((each) => each.schema === schema)?.version ?? 0
      if (from > steps.length)
        return E.left(
          rejected({
            ...scene,
            because: `the store has ${schema} in version ${from}, and this code knows ${steps.length}`,
            next: 'Use a newer version of the program.',
          }),
        )
      const kept = { schema, version: steps.length, shapes: shapesOf(steps) }
      const [old, wanted] = [indexesOf(before), indexesOf([...before.filter((each) => each.schema !== schema), kept])]
      const double = firstDouble(
        connection,
        kept.shapes.unique.filter((shape) => !old.has(indexName('unique', shape))),
      )
      if (double !== undefined) return E.left(conflict({ ...scene, because: double, next: 'Mend these nodes first.' }))
      for (const name of old.keys()) if (!wanted.has(name)) connection.exec(`DROP INDEX ${name}`)
      for (const [name, sql] of wanted) if (!old.has(name)) connection.exec(sql)
      connection.run(keepSchema(kept, checksumOf(schemaCells(kept))))
      return E.right({ from, to: steps.length })
    })
  })

/** Uniqueness that holds already need not be looked at again. */
const firstDouble = (connection: Connection, unique: readonly Shape[]): string | undefined => {
  for (const shape of unique) {
    const nodes = [...graphSource(connection, 'with').matching({ label: shape.label })].sort(([a], [b]) => a - b)
    const double = doubleAmong(
      shape,
      nodes.map(([, node]) => node),
    )
    if (double !== undefined) return double
  }
  return undefined
}
