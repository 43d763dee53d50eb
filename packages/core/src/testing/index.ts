/** Proof, for this library and for those who build on it: resolvers that need no model, and a scheduler of surprises. */
export {
  countingResolver,
  echoResolver,
  echoText,
  failingResolver,
  tableKey,
  tableResolver,
  type Resolving,
} from './resolvers.js'
export { seededRandom, shuffled } from './shuffle.js'
export {
  search,
  simulate,
  type Failure,
  type Law,
  type Report,
  type Schedule,
  type Seeds,
  type World,
} from './sim/index.js'
export {
  cases,
  conform,
  conformance,
  type Case,
  type CaseResult,
  type Opened,
  type Subject,
} from './conformance/index.js'
export { chorusScript, chorusScriptDifferences, chorusScriptView, playChorusScript } from './chorus-script.js'
