/** Expected failures as values: closed families that say whether a retry can help and whether something may have happened. */
export {
  badAnswer, cancelled, conflict, declined, defect, denied, describe, notFound, rejected, throttled, timedOut, unavailable, unsupported,
  type Applied, type BadAnswer, type Cancelled, type Conflict, type Declined, type Defect, type Denied, type EffectError, type NotFound, type Paid,
  type Rejected, type Report, type Throttled, type TimedOut, type Unavailable, type Unsupported,
} from './effect-error.js'
export { badInput, findingsOf, pathOf, type BadInput, type Finding } from './bad-input.js'
export { orReject } from './rejection.js'
