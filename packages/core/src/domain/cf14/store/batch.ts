import type { Instant } from '../../../kit/base/index.js'
import type { Relationship } from '../../../ports/graph/index.js'
import type { AuditRecord } from '../audit.js'
import type { ComponentState } from '../lifecycle.js'
import type { Labels } from '../ontology.js'

/** One production from one problem, as a store keeps it. Spec cf14 5.4. */
export interface ThreadRecord {
  readonly id: string
  readonly runId: string
  readonly domain: string | null
  readonly problem: string | null
  readonly status: 'running' | 'complete' | 'partial' | 'failed'
  /** The name of the station of what was written last. */
  readonly currentStation: string
  readonly componentCount: number
  readonly operationCount: number
  readonly createdAt: Instant
}

/** A cell as a store keeps it. Spec cf14 5.3. */
export interface ComponentRecord {
  /** `<thread>:<matrix>:<i>:<j>` */
  readonly id: string
  readonly threadId: string
  readonly runId: string
  readonly matrix: string
  /** Row and column from 0; a tensor's index in axis order. */
  readonly position: readonly number[]
  /** The position as text, e.g. `2,1`. */
  readonly indexKey: string
  readonly station: string
  readonly rowLabel: string
  readonly columnLabel: string
  /** The label on each axis. */
  readonly axisPath: Labels
  readonly origin: 'axiom' | 'structural' | 'derived'
  readonly initialContent: string
  readonly content: string
  readonly state: ComponentState
  /** Moves made so far: the sequence of its newest state. */
  readonly lastSequence: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
  /** Ids of the distinct components it is made from, in operand order. */
  readonly dependencies: readonly string[]
  readonly semanticDomain: string | null
  /** The cell's address in its domain. Spec cf14 5.5. */
  readonly ontologyBinding: string | null
  /** Where in the valley it stands, as every resolver call is told. */
  readonly semanticContext: string
  readonly valueHash: string
  readonly warnings: readonly string[]
  readonly schemaVersion: string
}

/** One state of a component's history; never changed. Spec cf14 5.4. */
export interface StateRecord {
  /** `<component id>#<sequence>` */
  readonly id: string
  readonly componentId: string
  readonly state: ComponentState
  readonly content: string
  readonly sequence: number
  readonly at: Instant
  /** What led to it; null for the first. */
  readonly operationId: string | null
}

/** A matrix whose labels are known to a batch, whether or not its cells are in it. */
export interface MatrixShape {
  readonly matrix: string
  readonly axes: readonly Labels[]
}

/** What is written together: records and what binds them. Spec cf14 6.3. */
export interface Batch {
  readonly thread: ThreadRecord
  readonly matrices: readonly MatrixShape[]
  readonly components: readonly ComponentRecord[]
  readonly states: readonly StateRecord[]
  readonly operations: readonly AuditRecord[]
  readonly relationships: readonly Relationship[]
}

/** How many records of each kind. Spec cf14 5.6. */
export interface Counts {
  readonly components: number
  readonly states: number
  readonly operations: number
  readonly relationships: number
}

/** The counts of a batch. */
export const countsOf = ({ components, states, operations, relationships }: Batch): Counts => ({
  components: components.length,
  states: states.length,
  operations: operations.length,
  relationships: relationships.length,
})

/** Both counts together. */
export const addCounts = (a: Counts, b: Counts): Counts => ({
  components: a.components + b.components,
  states: a.states + b.states,
  operations: a.operations + b.operations,
  relationships: a.relationships + b.relationships,
})

/** Nothing. */
export const noCounts: Counts = { components: 0, states: 0, operations: 0, relationships: 0 }
