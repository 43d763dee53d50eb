import type { Instant, Vector } from '../../kit/base/index.js'
import type { EffectError } from '../../kit/fault/index.js'
import type { Cell } from './cell.js'
import type { ValleyRequest } from './codec.js'
import type { ResolverFailure } from './fault.js'
import type { Placed } from './layout.js'
import type { ComponentState } from './lifecycle.js'
import type { ProductName } from './product.js'

/** A product under way or ended. */
export interface Made {
  readonly placed: Placed
  readonly cells: Vector<Cell>
  /** Cells that are neither resolved nor failed. */
  readonly open: number
  readonly failed: number
}

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
      /** Ended products whose write has not settled, oldest first; the first is being written. */
      readonly unwritten: readonly ProductName[]
      /** Writes that failed, by product. */
      readonly lost: readonly { readonly matrix: ProductName; readonly error: EffectError }[]
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
