/** When a worker is killed: so many ms after it was started, or after it asked its first question, or after the run's last one. */
export interface Moment {
  readonly after: 'start' | 'first question' | 'last question'
  readonly ms: number
}

/** Numbers from 0 to below 1, the same for the same seed: mulberry32. */
export const chances = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** How likely a worker is killed while it starts: the first one of a run more likely, for then the run itself begins. */
const WHILE_STARTING = { first: 1 / 2, later: 1 / 6 } as const

/** Some while they start, which takes so many ms, most in the thick of their questions, one in ten at the very end, when the report is written. */
export const momentOf = (chance: () => number, startMs: number, worker: keyof typeof WHILE_STARTING): Moment => {
  const kind = chance()
  const share = chance()
  if (kind < WHILE_STARTING[worker]) return { after: 'start', ms: Math.round(share * startMs) }
  return kind < 0.9
    ? { after: 'first question', ms: Math.round(share * 500) }
    : { after: 'last question', ms: Math.round(share * 1000) }
}
