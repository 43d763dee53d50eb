import type { Either } from 'fp-ts/lib/Either.js'
import type { Budget } from '../../kit/budget/index.js'
import type { Types } from '../../kit/machine/index.js'
import type { Clock } from '../../ports/index.js'
import type { JournalAppend } from '../../ports/journal/index.js'
import type { Ending, Run, RunError } from '../../run/index.js'
import type { Timeline } from './timeline.js'

/** A process that works on the run. Killed, it hears no more answers, and nothing it does reaches anybody. */
export interface Worker {
  readonly id: number
  readonly stop: AbortController
  /** How far its clock is off, in ms. */
  readonly skew: number
  /** What it was allowed to spend. */
  readonly limits: Budget
  isAlive: boolean
  /** Entries of its own that the journal took. */
  claims: number
  /** Another worker wrote since this one sat down. */
  isSuperseded: boolean
  /** It was told so. */
  isLost: boolean
  /** The journal told it that there is no room for more. */
  isFull: boolean
  /** The host has asked it to pause. */
  isPaused: boolean
  /** The host has stopped or cancelled it. */
  isStopped: boolean
  lastAppend: JournalAppend | undefined
  /** Writes in a row that went wrong. */
  failures: number
  /** Something went wrong at the journal that may end its sitting. */
  isHurt: boolean
  /** Calls that will never be answered. */
  silent: number
  /** Calls its handlers were given, by key, without those that were refused before anything was sent. */
  readonly calls: Map<string, number>
  /** Parts of answers its handlers told in time, by key. */
  readonly told: Map<string, number>
  /** Ends the calls it has under way, when it is stopped. */
  readonly open: Set<() => void>
  run: Run<Types> | undefined
  ended: Either<RunError, Ending<Types>> | undefined
  /** The host has heard of its end. */
  isSeen: boolean
}

/** A worker that has not sat down yet. */
export const worker = ({
  id,
  limits,
  skew = 0,
}: Pick<Worker, 'id' | 'limits'> & { readonly skew?: number }): Worker => ({
  ...{
    id,
    limits,
    skew,
    stop: new AbortController(),
    calls: new Map<string, number>(),
    told: new Map<string, number>(),
    open: new Set<() => void>(),
  },
  ...{ isAlive: true, isSuperseded: false, isLost: false, isFull: false, isPaused: false, isStopped: false },
  ...{ isHurt: false, isSeen: false, claims: 0, failures: 0, silent: 0 },
  ...{ lastAppend: undefined, run: undefined, ended: undefined },
})

/** Whether it is still at it. */
export const isAtWork = ({ isAlive, ended }: Worker): boolean => isAlive && ended === undefined

/** Something a worker waits for: begun only while it lives, answered only if it lives then. */
export const pending = <A>(
  { isAlive }: Worker,
  timeline: Timeline,
  begin: (answer: (value: A) => void) => void,
): Promise<A> => {
  timeline.touch()
  return new Promise((resolve) => {
    if (isAlive) begin(resolve)
  })
}

/** Readings of a clock after which a worker runs in circles: no turn of a sound one takes so many. */
const CIRCLES = 20_000

/** A worker's clock. */
export const clockFor = (of: Worker, timeline: Timeline): Clock => {
  let [readings, instant] = [0, timeline.now()]
  return {
    now: () => {
      timeline.touch()
      if (instant !== timeline.now()) [readings, instant] = [0, timeline.now()]
      readings += 1
      if (readings > CIRCLES) throw new Error('it runs in circles')
      return instant + of.skew
    },
    wait: (ms, signal) =>
      pending(of, timeline, (answer) => {
        if (signal?.aborted === true) return answer()
        const over = (): void => {
          signal?.removeEventListener('abort', over)
          if (of.isAlive) answer()
        }
        signal?.addEventListener('abort', over)
        timeline.after(ms, over, () => isAtWork(of) && signal?.aborted !== true)
      }),
  }
}
