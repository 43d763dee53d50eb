/** Time as the client needs it; tests put their own in place. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Acts once after so many milliseconds, unless what it returns is called before. */
  readonly after: (ms: number, act: () => void) => () => void
}

/** One timer at a time: setting it again puts the earlier one off. */
export interface Alarm {
  readonly set: (ms: number, act: () => void) => void
  /** Sets it unless it is set. */
  readonly start: (ms: number, act: () => void) => void
  readonly stop: () => void
}

/** {@link Alarm} */
export const alarm = (clock: Clock): Alarm => {
  let cancel: (() => void) | null = null
  const stop = () => {
    cancel?.()
    cancel = null
  }
  const set = (ms: number, act: () => void) => {
    stop()
    cancel = clock.after(ms, () => {
      cancel = null
      act()
    })
  }
  return {
    set,
    start: (ms, act) => {
      if (cancel === null) set(ms, act)
    },
    stop,
  }
}
