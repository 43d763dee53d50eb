import type { Types } from '../kit/machine/index.js'
import type { RunStatus } from '../ports/journal/index.js'
import type { OpenAsk, OpenTimer, Pause } from './pause.js'
import type { Spent } from './spending.js'

/** Where a run stood when it was left, and what it had made by then. */
export interface Ending<T extends Types> {
  readonly run: string
  /** `waiting` and `paused` can be resumed; the others are ends. */
  readonly status: Exclude<RunStatus, 'running'>
  readonly result: T['result']
  readonly state: T['state']
  /** Inputs applied, those of earlier sittings included. */
  readonly inputs: number
  readonly spent: Spent
  /** Answers that were taken over from another run, at no price. */
  readonly reused: number
  /** Why it stands still; null unless it is paused. */
  readonly pause: Pause | null
  /** What it waits for. */
  readonly asks: readonly OpenAsk[]
  readonly timers: readonly OpenTimer[]
}
