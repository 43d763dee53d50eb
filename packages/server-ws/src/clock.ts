/** Time as the server needs it; tests put their own in place. */
export interface ServerClock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Acts again and again with so many milliseconds in between, until what it returns is called. */
  readonly every: (ms: number, act: () => void) => () => void
}

/** The platform's. Its timers keep no process alive. */
export const platformClock: ServerClock = {
  now: () => Date.now(),
  every: (ms, act) => {
    const timer = setInterval(act, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
}
