/** Seconds to wait at most before each try; the last holds for all that follow. Spec chorus 11.3. */
const caps = [1, 2, 4, 8, 16, 30] as const

/** Milliseconds before a try, with full jitter: anything from 0 to the cap. `tries` counts those that failed in a row before this one, from 0. */
export const waitOf = (tries: number, random: () => number): number =>
  Math.floor(random() * (caps[Math.min(tries, caps.length - 1)] ?? 30) * 1000)
