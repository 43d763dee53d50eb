import type { Effect } from '../../kit/effect/index.js'

/** A label and some of its properties. */
export interface Shape {
  readonly label: string
  readonly properties: readonly string[]
}

/**
 * One step of a schema. Of nodes that have all properties of a shape in `unique`, no two agree in them; a shape in `indexes` is looked up fast
 * where the store can. A step that was published is never changed: a later one corrects it.
 */
export interface SchemaStep {
  /** 1 for the first; each next one more. */
  readonly version: number
  readonly about: string
  readonly unique?: readonly Shape[]
  readonly indexes?: readonly Shape[]
  /** Shapes of earlier steps that no longer hold. */
  readonly drop?: readonly Shape[]
}

/**
 * Brings a named schema to its newest step; what is there already stays. `Rejected` where the store has it in a newer version than is known here
 * or where versions do not count up from 1, `Conflict` where nodes that are there break a uniqueness.
 */
export interface GraphMigrate extends Effect<'graph/migrate', Migrated> {
  readonly schema: string
  readonly steps: readonly SchemaStep[]
}

/** The version before and after. */
export interface Migrated {
  readonly from: number
  readonly to: number
}
