import type { Instant } from '../../../kit/base/index.js'

const levels = ['normal', 'warn', 'degraded', 'shed'] as const

/** From what share of its limit on a level holds. Spec resilience 8. */
const from: { readonly [L in (typeof levels)[number]]: number } = { normal: 0, warn: 0.85, degraded: 0.95, shed: 1 }

/** A level is left only when the share is this far below it for so long. */
const margin = 0.1
const calmMs = 5000

/** How hard the process is pressed. */
export interface Pressure {
  readonly level: (typeof levels)[number]
  /** Since when the share is well below the level; null while it is not. */
  readonly calmSince: Instant | null
}

/** Shares of limits, 1 for a limit that is reached: queue depth, connections, loop lag (of 200 ms), heap. */
export type Gauges = { readonly [gauge: string]: number }

/** The pressure after a reading: it rises at once, and falls when the highest share was well below for five seconds. Spec resilience 8. */
export const pressureOf = (before: Pressure | undefined, gauges: Gauges, now: Instant): Pressure => {
  // A gauge that is out of order must not look calm.
  const share = Math.max(0, ...Object.values(gauges).map((value) => (Number.isNaN(value) ? 1 : value)))
  const reached = levels.findLast((level) => share >= from[level]) ?? 'normal'
  const level = before?.level ?? 'normal'
  if (before === undefined || levels.indexOf(reached) >= levels.indexOf(level))
    return { level: reached, calmSince: null }
  // A hundredth of a millionth comes from subtracting.
  if (share > from[level] - margin - 1e-9) return { level, calmSince: null }
  const calmSince = before.calmSince ?? now
  return now - calmSince >= calmMs ? { level: reached, calmSince: null } : { level, calmSince }
}
