/** Expected failures as values: closed families that say whether a retry can help and whether something may have happened. */
export {
  badAnswer,
  cancelled,
  conflict,
  declined,
  defect,
  denied,
  describe,
  notFound,
  rejected,
  throttled,
  timedOut,
  unavailable,
  unsupported,
  type Applied,
  type EffectError,
  type Paid,
  type Report,
} from './effect-error.js'
export { badInput, findingsOf, pathOf, type BadInput, type Finding } from './bad-input.js'
export { thrownText } from './thrown.js'
export { orReject } from './rejection.js'
