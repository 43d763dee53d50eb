/** Threads, their messages and their co-authors: what may be done with them, what it makes of the tokens, and how it is kept in a graph. */
export {
  newUser,
  type Approval,
  type BaseState,
  type Entity,
  type Message,
  type Thread,
  type User,
  type WorkingSet,
} from './model.js'
export type { Account, ThreadOperation } from './operation.js'
export type { ThreadFault, ThreadFinding } from './fault.js'
export { defaultLimits, type ThreadLimits } from './limits.js'
export { canApprove, canApproveMessage } from './approval.js'
export { invariants } from './invariants.js'
export { validate } from './validate.js'
export { StateManager, stateManagerWith, transition, type StateTransition, type Transitioned } from './transition.js'
export { upsertOf } from './persist.js'
export { threadMigration } from './schema.js'
export { queries } from './queries.js'
export type { ThreadQuery } from './query.js'
export { read } from './codec.js'
export { THEORY_MAP } from './theory.js'
