import type { Instant } from '../kit/base/index.js'
import type { Context } from '../kit/effect/index.js'
import type { Clock } from '../ports/index.js'

/** What policies tell those further in, beside what every handler knows. A handler may read it; none has to. */
export interface Within extends Context {
  /** When nobody waits for the answer any more: set by the policies that bound a time, the earliest one counts. */
  readonly deadlineAt?: Instant
  /** A retry further out repeats already: one for each call, never nested. */
  readonly retrying?: true
  /** Takes the key of an effect that was answered with less than was asked: such an answer is not kept. */
  readonly degraded?: (key: string) => void
}

/** Milliseconds until the deadline; infinite where there is none. */
export const remaining = ({ deadlineAt }: Within, clock: Clock): number =>
  deadlineAt === undefined ? Number.POSITIVE_INFINITY : deadlineAt - clock.now()

/** The same context with a deadline that is no later than this one. */
export const until = (context: Within, at: Instant): Within =>
  at === Number.POSITIVE_INFINITY
    ? context
    : { ...context, deadlineAt: Math.min(at, context.deadlineAt ?? Number.POSITIVE_INFINITY) }
