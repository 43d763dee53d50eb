import type { Types } from '../../kit/machine/index.js'
import type { Entry } from '../../ports/journal/index.js'
import type { Schedule, Surprise } from './chance.js'
import { close } from './closing.js'
import { earlierOf } from './earlier.js'
import { RUN } from './fault-free.js'
import type { Broken } from './judge.js'
import { play } from './play.js'
import type { Worker } from './worker.js'
import type { AnyWorld, World } from './world.js'

/** What came of one run through all that a schedule had for it. */
export interface Report {
  readonly schedule: Schedule
  /** Laws that do not hold; the simulation ends at the first moment at which one does not. */
  readonly broken: readonly Broken[]
  readonly surprises: readonly Surprise[]
  /** What happened, line by line, with the ms since the beginning. */
  readonly trace: readonly string[]
  readonly journal: readonly Entry[]
  readonly sittings: number
  readonly requests: number
}

/**
 * Runs a program through all that a schedule has for it, in virtual time and in one process, and looks at the laws all the while.
 * The same schedule gives the same run, to the byte.
 */
export const simulate = async <T extends Types>(given: World<T>, schedule: Schedule): Promise<Report> => {
  // A cast at the seam: inside, the types of the program do not matter.
  const world = given as unknown as AnyWorld
  const played = await play(world, schedule, { run: RUN, before: await earlierOf(world) })
  const { stage, trace, final } = played
  const { judge, chance, store, outside, workers, run } = stage
  if (final !== undefined && judge.broken().length === 0) await close({ ...played, final })
  release(workers)
  return {
    ...{ schedule, broken: [...judge.broken()], surprises: chance.met(), trace, journal: store.entries(run) },
    ...{ sittings: workers.length, requests: outside.requests() },
  }
}

/** A platform keeps a signal that somebody listens to for good: workers that never end are stopped, so that they can be forgotten. */
const release = (workers: readonly Worker[]): void => {
  for (const worker of workers) {
    worker.isAlive = false
    worker.open.clear()
    worker.stop.abort()
  }
}
