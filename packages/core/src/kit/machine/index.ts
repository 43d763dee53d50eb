/** Programs as pure steps, and tables of legal moves. */
export {
  illegalInput,
  type Input,
  type Machine,
  type Settled,
  type Status,
  type StepError,
  type StepResult,
  type Types,
} from './machine.js'
export { lifecycle, type Moves } from './lifecycle.js'
