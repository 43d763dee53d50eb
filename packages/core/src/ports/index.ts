/** What machines may ask of the outside, and what they get back. */
export {
  worstCase,
  type Embed,
  type Embedded,
  type Generate,
  type Generated,
  type ModelCapabilities,
  type Question,
  type Resolver,
  type Tariff,
} from './model/index.js'
export { compareText, compareValues, holds, type Condition } from './condition.js'
export type { StoreCapabilities } from './capabilities.js'
export type { Clock, Wake } from './clock.js'
export type { Answered, Ask } from './person.js'
export { termsOf, type Terms } from './terms.js'
