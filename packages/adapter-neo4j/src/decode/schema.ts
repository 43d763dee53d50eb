import type { Shape } from '@chorale/core/ports/graph'
import type { KeptSchema } from '../compile/migration.js'
import type { Answer } from '../driver.js'

/** All schemas; undefined where one is not as it was written. */
export const schemasOf = ({ rows }: Answer): readonly KeptSchema[] | undefined => {
  try {
    return rows.map(([schema, version, unique, indexes]) => ({
      ...{ schema: String(schema), version: Number(version) },
      ...{ unique: shapes(unique), indexes: shapes(indexes) },
    }))
  } catch {
    return undefined
  }
}

/** What is no list of texts throws. */
const shapes = (texts: unknown): readonly Shape[] =>
  // Casts at the seam: the texts were written by us.
  (texts as readonly string[]).map((text) => {
    const [label = '', ...properties] = JSON.parse(text) as readonly string[]
    return { label, properties }
  })
