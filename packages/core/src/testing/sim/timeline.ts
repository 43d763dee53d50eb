/** Time that passes only when everything that could happen by now has happened. */
export interface Timeline {
  readonly now: () => number
  /** Something that will happen, unless it is of no matter by then. */
  readonly after: (ms: number, act: () => void, matters?: () => boolean) => void
  /** Says that somebody is at work: the present is not over. */
  readonly touch: () => void
  /** Goes on to the next instant at which something happens, lets all of it happen and all that follows at once; false where nothing will. */
  readonly turn: () => Promise<boolean>
  /** Lets all follow that follows at once from what a caller has just done. */
  readonly settle: () => Promise<void>
}

interface Event {
  readonly at: number
  readonly act: () => void
  readonly matters: () => boolean
}

const always = (): boolean => true

/** An instant that looks like one. */
const BEGINNING = 1_700_000_000_000

/** A timeline on which nothing has happened yet. */
export const timeline = (): Timeline => {
  // The next event stands last. Equal instants keep their order.
  const events: Event[] = []
  let [now, touched] = [BEGINNING, 0]

  const add = (event: Event): void => {
    let [low, high] = [0, events.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = events[middle]
      if (other !== undefined && other.at > event.at) low = middle + 1
      else high = middle
    }
    events.splice(low, 0, event)
  }
  const next = (): Event | undefined => {
    for (let event = events.at(-1); event !== undefined; event = events.at(-1)) {
      if (event.matters()) return event
      events.pop()
    }
    return undefined
  }
  const settle = async (): Promise<void> => {
    // A worker may give others a turn (one more of the platform's) before it goes on: it is quiet when nobody has been at work for a whole one.
    for (let before = -1; before !== touched;) {
      before = touched
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  }
  return {
    now: () => now,
    after: (ms, act, matters = always) => add({ at: now + Math.max(0, ms), act, matters }),
    touch: () => {
      touched += 1
    },
    settle,
    turn: async () => {
      const first = next()
      if (first === undefined) return false
      now = Math.max(now, first.at)
      for (let event = next(); event !== undefined && event.at <= now; event = next()) {
        events.pop()
        event.act()
      }
      await settle()
      return true
    },
  }
}
