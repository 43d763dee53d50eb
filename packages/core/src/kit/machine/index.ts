/** Programs as pure steps, and tables of legal moves. */
export {
  illegalInput,
  type Arrived,
  type IllegalInput,
  type Input,
  type Machine,
  type Settled,
  type Status,
  type StepError,
  type StepResult,
  type Told,
  type Types,
} from './machine.js'
export {
  lifecycle,
  type InvalidTransition,
  type Legal,
  type Lifecycle,
  type Moves,
  type UnknownState,
} from './lifecycle.js'
