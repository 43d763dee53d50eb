import { type GraphNode, type Shape } from '@chorale/core/ports/graph'
import { alike, valuesOf, refKey } from '@chorale/core/ports/graph/rules'
import { selectHolder } from './compile/match.js'
import type { Connection } from './driver.js'
import { textOut } from './column.js'
import { readable } from './decode/readable.js'

/** In words, which of these nodes would have what another has that no two may have: one that is there and is not among them, or one of them. */
export const doubleIn = (
  connection: Connection,
  unique: readonly Shape[],
  written: readonly GraphNode[],
): string | undefined => {
  const replaced = new Set(written.map(refKey))
  for (const shape of unique) {
    const seen = new Map<string, string>()
    for (const node of written) {
      const values = node.label === shape.label ? valuesOf(node, shape) : undefined
      if (values === undefined) continue
      const text = JSON.stringify(values)
      const other = seen.get(text) ?? holder(connection, { shape, values, replaced })
      if (other !== undefined) return alike(shape, other, node.id)
      seen.set(text, node.id)
    }
  }
  return undefined
}

interface Asked {
  readonly shape: Shape
  readonly values: readonly string[]
  readonly replaced: ReadonlySet<string>
}

const holder = (connection: Connection, { shape, values, replaced }: Asked): string | undefined => {
  const [found] = connection.read(selectHolder(shape, values))
  if (found === undefined) return undefined
  const id = readable(() => textOut(found[1]))
  return replaced.has(refKey({ label: shape.label, id })) ? undefined : id
}
