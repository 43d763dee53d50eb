import { lifecycle } from '../../kit/machine/index.js'

/** The states of a component and the only legal moves; `resolved` is terminal. Spec cf14 3. */
export const componentLifecycle = lifecycle({
  initial: ['interpreted'],
  interpreted: ['combined'],
  combined: ['resolved'],
  resolved: [],
})

/** A component's state. */
export type ComponentState = keyof typeof componentLifecycle.moves

/** What an audit record says was done. Spec cf14 5.2. */
export type OperationType =
  | 'semantic_multiplication'
  | 'elementwise_multiplication'
  | 'semantic_addition'
  | 'cross_product'
  | 'truncation'
  | 'transposition'
  | 'extraction'
  | 'station_shift'
  | 'interpretation'
  | 'synthesis'
  | 'pass_through'
