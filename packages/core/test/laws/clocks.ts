import { systemClock } from '@chorale/core/run'
import type { Clock } from '@chorale/core/ports'

/** The system's clock with hands that a test moves. */
export const clockOf = (now: () => number): Clock => ({ ...systemClock, now })
