import type { Instant } from '../../kit/base/index.js'
import type { Clock } from '../../ports/index.js'
import { line } from '../line.js'
import { aborted } from '../waiting.js'

/** How long one call at a time is made after a circuit has closed. Resilience 4, D2. */
const slowMs = 10_000

/** Ms a call has to wait at most: 0 where the start is over, or no other call is under way. */
export const slowWait = (state: {
  readonly begunAt: Instant | undefined
  readonly underWay: number
  readonly now: Instant
}): number =>
  state.begunAt === undefined || state.underWay === 0 ? 0 : Math.max(0, state.begunAt + slowMs - state.now)

/** Lets calls through, and one at a time for a while after each `begin`. */
export interface SlowStart {
  readonly begin: () => void
  /** Makes the call in its turn; undefined where the caller left before that. */
  readonly pass: <A>(signal: AbortSignal, call: () => Promise<A>) => Promise<A | undefined>
}

/** A start that is not slow until it is begun. */
export const slowStart = (clock: Clock): SlowStart => {
  const queue = line()
  let begunAt: Instant | undefined
  let underWay = 0
  const attempt = () => {
    const waitMs = slowWait({ begunAt, underWay, now: clock.now() })
    if (waitMs > 0) return { _tag: 'wait', until: (over: AbortSignal) => clock.wait(waitMs, over) } as const
    underWay += 1
    return { _tag: 'go', value: undefined } as const
  }
  return {
    begin: () => {
      begunAt = clock.now()
    },
    pass: async (signal, call) => {
      if ((await queue.enter(attempt, signal)) === aborted) return undefined
      try {
        return await call()
      } finally {
        underWay -= 1
        queue.changed()
      }
    },
  }
}
