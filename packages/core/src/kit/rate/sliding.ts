import type { Instant } from '../base/index.js'

/** At most so much in so many milliseconds. */
export interface Limit {
  readonly most: number
  readonly perMs: number
}

/** What a sliding window remembers: the sum of the window before and of the one that runs. */
export interface Sliding {
  readonly window: number
  readonly before: number
  readonly current: number
}

/** Nothing counted yet. */
export const emptySliding: Sliding = { window: 0, before: 0, current: 0 }

/** The same count as seen at an instant: windows that are over move back or are forgotten. */
const slidTo = (perMs: number, state: Sliding, now: Instant): Sliding => {
  const window = Math.floor(now / perMs)
  if (window <= state.window) return state
  return { window, before: window === state.window + 1 ? state.current : 0, current: 0 }
}

/** What was counted in the time just gone, taking the window before as evenly filled: `before * (1 - f) + current`. Resilience 16. */
export const counted = (perMs: number, state: Sliding, now: Instant): number => {
  const { window, before, current } = slidTo(perMs, state, now)
  const gone = (now - window * perMs) / perMs
  return before * (1 - Math.min(1, Math.max(0, gone))) + current
}

/** Counts an amount; a negative one gives back what the running window holds of it. */
export const counting = (
  perMs: number,
  state: Sliding,
  { amount, now }: { readonly amount: number; readonly now: Instant },
): Sliding => {
  const slid = slidTo(perMs, state, now)
  return { ...slid, current: Math.max(0, slid.current + amount) }
}

/** Milliseconds until so much would fit; 0 when it does now. More than the limit waits for an empty window. */
export const slidingWait = (
  { most, perMs }: Limit,
  state: Sliding,
  { cost, now }: { readonly cost: number; readonly now: Instant },
): number => {
  const slid = slidTo(perMs, state, now)
  const room = most - Math.min(cost, most)
  if (counted(perMs, slid, now) <= room) return 0
  const start = slid.window * perMs
  // Where this window alone is too full, it must become the window before and fade.
  const at =
    slid.current <= room
      ? start + fadedAfter(perMs, slid.before, room - slid.current)
      : start + perMs + fadedAfter(perMs, slid.current, room)
  return Math.max(1, Math.ceil(at - now))
}

/** Milliseconds into a window until no more than `room` is left of the sum before it. */
const fadedAfter = (perMs: number, before: number, room: number): number =>
  before <= room ? 0 : perMs * (1 - Math.max(0, room) / before)
