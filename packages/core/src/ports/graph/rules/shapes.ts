import type { GraphNode } from '../node.js'
import type { SchemaStep, Shape } from '../schema.js'
import { propertyOf } from './walk.js'

/** The shapes of a schema that hold after its last step. */
export interface Shapes {
  readonly unique: readonly Shape[]
  readonly indexes: readonly Shape[]
}

/** The shapes that hold after all steps. */
export const shapesOf = (steps: readonly SchemaStep[]): Shapes => {
  let shapes: Shapes = { unique: [], indexes: [] }
  for (const { unique = [], indexes = [], drop = [] } of steps) {
    const gone = new Set(drop.map(shapeKey))
    const isKept = (shape: Shape): boolean => !gone.has(shapeKey(shape))
    shapes = {
      unique: [...shapes.unique.filter(isKept), ...unique.map(plain)],
      indexes: [...shapes.indexes.filter(isKept), ...indexes.map(plain)],
    }
  }
  return shapes
}

const shapeKey = ({ label, properties }: Shape): string => JSON.stringify([label, ...properties])

const plain = ({ label, properties }: Shape): Shape => ({ label, properties: [...properties] })

/** What of a node may stand once, as one text for each property; undefined where it lacks one. */
export const valuesOf = (node: GraphNode, { properties }: Shape): readonly string[] | undefined => {
  const values = properties.map((name) => propertyOf(node, name))
  return values.includes(null) ? undefined : values.map((value) => JSON.stringify(value))
}

/** In words, which nodes are alike in what no two may have. */
export const alike = ({ label, properties }: Shape, first: string, second: string): string =>
  `${label} ${first} and ${second} have the same ${properties.join(', ')}`

/** In words, the first of these nodes that is like one before it. */
export const doubleAmong = (shape: Shape, nodes: Iterable<GraphNode>): string | undefined => {
  const seen = new Map<string, string>()
  for (const node of nodes) {
    const values = valuesOf(node, shape)
    if (values === undefined) continue
    const text = JSON.stringify(values)
    const other = seen.get(text)
    if (other !== undefined) return alike(shape, other, node.id)
    seen.set(text, node.id)
  }
  return undefined
}
