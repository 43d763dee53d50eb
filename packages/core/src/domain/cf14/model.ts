import type { Instant, Vector } from '../../kit/base/index.js'
import type { Cell } from './cell.js'
import type { ValleyRequest } from './codec.js'
import type { PersistenceFailure, ResolverFailure } from './fault.js'
import type { Placed } from './layout.js'
import type { ComponentState } from './lifecycle.js'
import type { ProductName } from './product.js'
import type { Counts, ThreadRecord } from './store/batch.js'

/** A product under way or ended. */
export interface Made {
  readonly placed: Placed
  readonly cells: Vector<Cell>
  /** Cells that are neither resolved nor failed. */
  readonly open: number
  readonly failed: number
}

/** How far the writing of a valley has come. */
export type Writing =
  /** The store's schema is being brought up to date; nothing is written before. */
  | { readonly _tag: 'migrating' }
  | { readonly _tag: 'idle' }
  /** The first of the unwritten products is being written: one group of its slices, by the keys that have not settled. */
  | {
      readonly _tag: 'slices'
      readonly group: number
      readonly groups: number
      readonly out: readonly string[]
      readonly counts: Counts
      /** What the thread then says. */
      readonly says: ThreadRecord['status']
      readonly failure?: PersistenceFailure
    }
  /** The thread is told how the run has ended. */
  | { readonly _tag: 'closing' }
  | { readonly _tag: 'closed' }

/** A valley before and after it was started. */
export type ValleyState =
  | { readonly _tag: 'idle' }
  | {
      readonly _tag: 'walking'
      readonly run: string
      readonly threadId: string
      readonly request: ValleyRequest
      readonly startedAt: Instant
      readonly made: { readonly [name in ProductName]?: Made }
      /** Calls that have not settled. */
      readonly pending: number
      /** The newest time that was heard of: a clock that is set back does not make a cell older than its operands. */
      readonly latest: Instant
      /** Ended products whose write has not settled, oldest first; the first is being written. */
      readonly unwritten: readonly ProductName[]
      readonly writing: Writing
      /** What was written, and what the thread says in the store; nothing before the first write. */
      readonly persisted: Counts
      readonly told?: ThreadRecord['status']
      /** Products that were not written, with the reason. */
      readonly lost: readonly { readonly matrix: ProductName; readonly error: PersistenceFailure }[]
      readonly warnings: readonly string[]
    }

/** A started valley. */
export type Walking = Extract<ValleyState, { readonly _tag: 'walking' }>

/** What a valley tells while it is walked. */
export type ValleyResponse =
  | { readonly _tag: 'ProductStarted'; readonly matrix: ProductName; readonly station: number; readonly cells: number }
  | {
      readonly _tag: 'CellMoved'
      readonly matrix: ProductName
      readonly index: readonly number[]
      readonly to: ComponentState
      readonly content: string
    }
  | { readonly _tag: 'CellFailed'; readonly failure: ResolverFailure }
  | {
      readonly _tag: 'ProductEnded'
      readonly matrix: ProductName
      readonly station: number
      readonly resolved: number
      readonly failed: number
    }
  | { readonly _tag: 'Warned'; readonly warning: string }
