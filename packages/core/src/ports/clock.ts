import type { Instant } from '../kit/base/index.js'

/** The only source of time. The runner stamps every input with it; machines read no clock. */
export interface Clock {
  readonly now: () => Instant
}
