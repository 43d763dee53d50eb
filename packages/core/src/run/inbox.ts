import type { Input, Types } from '../kit/machine/index.js'
import type { Paid } from '../kit/fault/index.js'
import type { Source } from '../ports/journal/index.js'
import type { Task } from './task.js'

/** Something that happened: an input of the machine, or an effect that was not carried out after all. */
export interface Arrival<T extends Types> {
  readonly at: number
  readonly input: Input<T> | undefined
  readonly task: Task | undefined
  readonly paid: Paid | null
  readonly source: Source | null
  /** JSON text of what is kept of it; empty where no journal keeps it. */
  readonly payload: string
  /** Called once it is recorded. */
  readonly recorded: (() => void) | undefined
}

/** What has arrived and not been stepped through. */
export interface Inbox<A> {
  readonly put: (arrival: A) => void
  /** All that is there, in order of arrival; leaves the inbox empty. */
  readonly take: () => readonly A[]
  readonly size: () => number
  /** Nothing is there, and nobody has called to look up since the last take. */
  readonly isQuiet: () => boolean
  /** Resolves at the next arrival, or when woken: at once where that has happened since the last take. */
  readonly wait: () => Promise<void>
  /** Calls to look up; a call that nobody waits for is kept until the next take. */
  readonly wake: () => void
}

/** An empty inbox. */
export const inbox = <A>(): Inbox<A> => {
  let arrived: A[] = []
  let isCalled = false
  let resume: () => void = () => undefined
  const wake = (): void => {
    isCalled = true
    resume()
  }
  return {
    put: (arrival) => {
      // An array of one is written as such: the first push would reserve room for seventeen.
      if (arrived.length === 0) arrived = [arrival]
      else arrived.push(arrival)
      resume()
    },
    take: () => {
      const taken = arrived
      arrived = []
      isCalled = false
      return taken
    },
    size: () => arrived.length,
    isQuiet: () => arrived.length === 0 && !isCalled,
    wait: () =>
      new Promise((resolve) => {
        resume = resolve
        if (isCalled || arrived.length > 0) resolve()
      }),
    wake,
  }
}
