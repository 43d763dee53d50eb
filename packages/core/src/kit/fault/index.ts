/** Expected failures as values: closed families that say whether a retry can help and whether something may have happened. */
export {
  badAnswer,
  cancelled,
  conflict,
  damaged,
  declined,
  defect,
  denied,
  describe,
  notFound,
  overBudget,
  rejected,
  throttled,
  timedOut,
  unavailable,
  unsupported,
  type Applied,
  type EffectError,
  type Report,
} from './effect-error.js'
export { badInput, findingsOf, pathOf, type BadInput, type Finding } from './bad-input.js'
export { thrownText } from './thrown.js'
export { orReject } from './rejection.js'
export { addPaid, nothingPaid, paidCodec, type Paid } from './paid.js'
