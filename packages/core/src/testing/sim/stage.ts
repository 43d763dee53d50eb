import type { Budget } from '../../kit/budget/index.js'
import type { Chance } from './chance.js'
import type { Judge } from './judge.js'
import type { Outside } from './outside.js'
import type { Store } from './store.js'
import type { Timeline } from './timeline.js'
import type { Witness } from './witness.js'
import type { Worker } from './worker.js'
import type { AnyWorld } from './world.js'

/** What all who play a part share. */
export interface Stage {
  readonly world: AnyWorld
  /** The run's id. */
  readonly run: string
  readonly chance: Chance
  readonly timeline: Timeline
  readonly judge: Judge
  readonly store: Store
  readonly witness: Witness
  readonly outside: Outside
  readonly workers: Worker[]
  /** The limits as they stand. */
  limits: Budget
  /** A line of the trace. */
  readonly note: (line: string) => void
}

/** A crash: what the worker has under way may still come to pass, but nobody hears of it. */
export const kill = ({ outside, note }: Pick<Stage, 'outside' | 'note'>, worker: Worker): void => {
  if (!worker.isAlive || worker.ended !== undefined) return
  note(`worker ${worker.id} dies`)
  worker.isAlive = false
  outside.died(worker)
}
