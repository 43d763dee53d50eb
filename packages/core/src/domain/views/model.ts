import type { EffectError } from '../../kit/fault/index.js'
import type { FoundNode, GraphQuery } from '../../ports/graph/index.js'
import type { Embed } from '../../ports/model/index.js'
import type { VectorCollection, VectorDelete, VectorScroll, VectorUpsert } from '../../ports/vector/index.js'
import type { Drift } from './finding.js'
import type { Stamp, View } from './view.js'

/** What is looked at, and whether it is mended. */
export interface DoctorParams {
  readonly views: readonly View[]
  /** `look` only tells; `mend` also makes points again and deletes orphans. */
  readonly mode: 'look' | 'mend'
  /** Nodes and points read in one go: 1,000 unless given. */
  readonly page?: number
}

/** What the doctor asks for. */
export type DoctorEffect = GraphQuery | VectorScroll | VectorDelete | VectorUpsert | VectorCollection | Embed

/** The types of {@link doctor}. */
export interface DoctorTypes {
  readonly params: DoctorParams
  readonly state: DoctorState
  readonly effect: DoctorEffect
  readonly message: never
  readonly response: { readonly _tag: 'Looked'; readonly collection: string; readonly drift: number }
  readonly result: Diagnosis
}

/** What was found, and what was mended of it. */
export interface Diagnosis {
  readonly drift: readonly Drift[]
  readonly made: number
  readonly deleted: number
  readonly faults: readonly EffectError[]
}

/** What is being read of a view. */
export interface Look {
  readonly view: View
  readonly kind: 'nodes' | 'pending' | 'points'
  readonly page: number
  readonly after: string | undefined
}

/** What is being mended. */
export interface Mend {
  readonly view: View
  readonly kind: 'collection' | 'orphans' | 'read' | 'embed' | 'points'
  readonly batch: number
  readonly ids: readonly string[]
  readonly nodes: readonly FoundNode[]
  readonly vectors: readonly (readonly number[])[]
}

/** Pages of what was read; they are put together once. */
export interface Read {
  readonly nodes: readonly (readonly (readonly [string, Stamp])[])[]
  readonly points: readonly (readonly (readonly [string, Stamp])[])[]
  readonly pending: readonly (readonly string[])[]
}

/** Where the doctor stands. */
export interface DoctorState {
  readonly params: DoctorParams
  readonly step:
    | { readonly _tag: 'new' | 'done' }
    | { readonly _tag: 'look'; readonly look: Look }
    | { readonly _tag: 'mend'; readonly mend: Mend }
  readonly read: Read
  readonly diagnosis: Diagnosis
}
