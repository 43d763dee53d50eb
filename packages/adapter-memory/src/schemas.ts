import { type GraphMigrate, type GraphNode, type Shape } from '@chorale/core/ports/graph'
import { doubleAmong, refKey, shapesOf } from '@chorale/core/ports/graph/rules'

/** Schemas by name: how far each is, and what must be unique. */
export interface Schemas {
  readonly version: (schema: string) => number
  /** Brings one to its newest step; in words, which nodes break a uniqueness, and then nothing changes. */
  readonly migrate: (to: Pick<GraphMigrate, 'schema' | 'steps'>, nodes: Iterable<GraphNode>) => string | undefined
  /** In words, which of the nodes that are to be written would break a uniqueness. */
  readonly doubleIn: (
    written: readonly GraphNode[],
    there: (label: string) => Iterable<GraphNode>,
  ) => string | undefined
}

/** None yet. */
export const schemas = (): Schemas => {
  const versions = new Map<string, number>()
  const shapes = new Map<string, readonly Shape[]>()
  const unique = (): readonly Shape[] => [...shapes.values()].flat()
  return {
    version: (schema) => versions.get(schema) ?? 0,
    migrate: ({ schema, steps }, nodes) => {
      const before = shapes.get(schema) ?? []
      shapes.set(schema, shapesOf(steps).unique)
      const double = doubleOf(unique(), nodes)
      if (double === undefined) versions.set(schema, steps.length)
      else shapes.set(schema, before)
      return double
    },
    doubleIn: (written, there) => {
      const concerned = unique().filter(({ label }) => written.some((node) => node.label === label))
      if (concerned.length === 0) return undefined
      const replaced = new Set(written.map(refKey))
      const others = concerned.flatMap(({ label }) => [...there(label)])
      return doubleOf(concerned, [...new Set(others.filter((node) => !replaced.has(refKey(node)))), ...written])
    },
  }
}

const doubleOf = (shapes: readonly Shape[], nodes: Iterable<GraphNode>): string | undefined => {
  const all = [...nodes]
  for (const shape of shapes) {
    const double = doubleAmong(
      shape,
      all.filter(({ label }) => label === shape.label),
    )
    if (double !== undefined) return double
  }
  return undefined
}
