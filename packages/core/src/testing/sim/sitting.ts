import * as E from 'fp-ts/lib/Either.js'
import type { Effect } from '../../kit/effect/index.js'
import type { Types } from '../../kit/machine/index.js'
import { resume, start, type Run, type RunOptions } from '../../run/index.js'
import { handlersFor } from './handlers.js'
import { journalFor, type Desk } from './journal.js'
import type { Stage } from './stage.js'
import { clockFor, pending, type Worker } from './worker.js'

/** The choices a host has, as a seed made them. */
export interface Settings {
  readonly concurrency: number
  readonly batch: number
  readonly commit: { readonly size: number; readonly ms: number }
  readonly whileWaiting: 'stay' | 'leave'
  readonly past: 'told' | 'silent'
  /** Entries between two snapshots; never, where there are not so many. */
  readonly snapshots: number
  readonly recall: 'no' | 'yes'
  readonly doubt: 'as the port says' | 'ask' | 'hold' | 'fail'
  readonly isBatched: boolean
  readonly isShort: boolean
  readonly isTimed: boolean
  readonly areClocksApart: boolean
}

/** The settings of a seed. */
export const settingsOf = ({ chance, world }: Pick<Stage, 'chance' | 'world'>): Settings => {
  const { setting } = chance
  const doubts = ['as the port says', 'as the port says', 'ask', 'hold', 'fail'] as const
  const doubt = setting('doubt', doubts)
  return {
    concurrency: Number(setting('concurrency', ['64', '64', '1', '2', '3'])),
    batch: Number(setting('batch', ['100', '2', '3'])),
    commit: {
      size: Number(setting('commit size', ['64', '2'])),
      ms: Number(setting('commit ms', ['2', '0', '5', '40'])),
    },
    whileWaiting: setting('while waiting', ['stay', 'leave']),
    past: setting('past', ['silent', 'told']),
    snapshots: Number(setting('snapshots', ['1000', '1', '4', '15'])),
    recall: setting('recall', ['no', 'no', 'yes']),
    doubt: doubt === 'fail' && world.failures === 'final' ? 'hold' : doubt,
    isBatched: setting('handlers', ['one by one', 'many at once']) === 'many at once',
    isShort: setting('pages', ['long', 'short']) === 'short',
    isTimed: setting('time', ['unlimited', 'unlimited', 'unlimited', 'limited']) === 'limited',
    areClocksApart: setting('clocks', ['alike', 'alike', 'apart']) === 'apart',
  }
}

/** How a worker sits down. */
export interface Sitting {
  readonly stage: Stage
  readonly worker: Worker
  readonly desk: Desk
  readonly settings: Settings
  /** Effects that were held, on which the host has decided: to send again, or what they were answered. */
  readonly decided: ReadonlySet<string>
  readonly timeMs: number
}

/** Sits a worker down at the run: to begin it, to carry it on, or to see how it ended. */
export const sit = (sitting: Sitting): Run<Types> => {
  const { stage, worker, desk } = sitting
  const { world, run, chance } = stage
  const options = { ...optionsOf(sitting), run, journal: journalFor(desk), clock: clockFor(worker, stage.timeline) }
  const isNew = stage.witness.inputs() === 0
  return isNew || chance.likely(`worker ${worker.id} knows the params`)
    ? start(world.machine, world.params, { ...options, existing: 'resume' })
    : resume(world.machine, options)
}

const optionsOf = (sitting: Sitting) => {
  const { stage, worker, settings, timeMs } = sitting
  const { world, store, run, chance } = stage
  const { limits } = worker
  // A run remembers from which other it was started: later sittings need not be told.
  const isFrom =
    world.earlier !== undefined && (store.record(run) === undefined || chance.likely(`worker ${worker.id} knows from`))
  const { concurrency, batch, commit, whileWaiting, past, isBatched, isTimed } = settings
  const options: Omit<RunOptions<Types, unknown>, 'interpreter'> = {
    ...{ concurrency, batch, commit, whileWaiting, past, signal: worker.stop.signal, sitting: `sitting ${worker.id}` },
    snapshots: { every: settings.snapshots },
    ...(world.terms === undefined ? {} : { terms: world.terms }),
    ...(isFrom ? { from: EARLIER } : {}),
    ...(world.budget === undefined ? {} : { budget: { worst: world.budget.worst, limits } }),
    ...(isTimed ? { timeMs } : {}),
    ...{ unknown: (effect: Effect) => unknownOf(sitting, effect), recall: (effect: Effect) => recall(sitting, effect) },
  }
  return { ...options, interpreter: handlersFor(stage, worker, isBatched) }
}

/** The earlier run of a world that has one. */
export const EARLIER = 'earlier'

const unknownOf = ({ stage, settings: { doubt }, decided }: Sitting, { key }: Effect) => {
  const fate = stage.witness.fates.get(key)
  if (fate !== undefined && decided.has(key)) {
    fate.decisions += 1
    return 'retry'
  }
  return doubt === 'as the port says' ? (fate?.terms.whenUnknown ?? 'hold') : doubt
}

/** What the outside says of a request whose answer was lost, where the host can ask it. */
const recall = async ({ stage, worker, settings, decided }: Sitting, { key }: Effect) => {
  if (settings.recall === 'no' && !decided.has(key)) return undefined
  const { timeline, chance, outside, note } = stage
  const found = await pending<ReturnType<typeof outside.answered>>(worker, timeline, (answer) =>
    timeline.after(
      chance.delay(`worker ${worker.id} recalls ${key}`),
      () => answer(outside.answered(key)),
      () => worker.isAlive,
    ),
  )
  if (found === undefined) return undefined
  note(`worker ${worker.id} recalls ${key}`)
  return E.right(found.result)
}

/** Whether a run was refused for a reason the simulation gave it. */
export const isExcused = ({ ended, isSuperseded, isHurt, failures }: Worker): boolean => {
  if (ended === undefined || E.isRight(ended)) return true
  if (ended.left._tag !== 'JournalFailed') return false
  const { cause } = ended.left
  return cause._tag === 'Conflict' ? isSuperseded || isHurt : isHurt || failures >= 2
}
