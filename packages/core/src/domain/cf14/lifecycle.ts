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

/** All states, in their order. */
export const componentStates = [
  'initial',
  'interpreted',
  'combined',
  'resolved',
] as const satisfies readonly ComponentState[]

/** What an audit record may say was done. Spec cf14 5.2. */
export const operationTypes = [
  'semantic_multiplication',
  'elementwise_multiplication',
  'semantic_addition',
  'cross_product',
  'truncation',
  'transposition',
  'extraction',
  'station_shift',
  'interpretation',
  'synthesis',
  'pass_through',
] as const

/** One of {@link operationTypes}. */
export type OperationType = (typeof operationTypes)[number]
