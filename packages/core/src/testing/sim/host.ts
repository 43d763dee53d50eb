import * as E from 'fp-ts/lib/Either.js'
import type { Types } from '../../kit/machine/index.js'
import type { Ending, Pause } from '../../run/index.js'
import { checkEnding, checkLost } from './ended.js'
import type { Desk } from './journal.js'
import type { People } from './people.js'
import { isExcused, sit, type Settings } from './sitting.js'
import { kill, type Stage } from './stage.js'
import { isAtWork, worker, type Worker } from './worker.js'

/** The host of a run: seats workers, hears how they end, and does what a sensible person would. */
export interface Host {
  /** Seats a worker at once, whoever else is there. */
  readonly seat: () => Worker
  /** Sees what has happened by now. */
  readonly look: () => void
  /** Does what is left where nothing will happen any more; false where there is nothing to do. */
  readonly rouse: () => boolean
  /** How the run ended for good. */
  readonly final: () => Final | undefined
}

/** The end of a run, and the worker that told it. */
export interface Final {
  readonly worker: Worker
  readonly ending: Ending<Types>
}

/** Sittings after which a run is taken to go round in circles. */
const MOST = 300

/** What a host keeps in mind. */
interface Mind {
  readonly stage: Stage
  readonly settings: Settings
  readonly folk: People
  readonly counts: { create: number; write: number; read: number }
  timeMs: number
  /** A worker is about to sit down. */
  isExpected: boolean
  /** Held effects on which it has decided, for the next worker. */
  decided: ReadonlySet<string>
  final: Final | undefined
}

/** A host that has not begun. */
export const host = (stage: Stage, settings: Settings, folk: People): Host => {
  const mind: Mind = {
    ...{ stage, settings, folk, counts: { create: 0, write: 0, read: 0 }, timeMs: 300 },
    ...{ isExpected: false, decided: new Set<string>(), final: undefined },
  }
  return {
    seat: () => seat(mind),
    look: () => {
      for (const one of stage.workers) {
        if (one.isAlive && one.ended === undefined) folk.look(one)
        else if (!one.isSeen) hear(mind, one)
      }
    },
    rouse: () => {
      const silent = stage.workers.find((one) => isAtWork(one) && one.silent > 0)
      if (silent !== undefined) kill(stage, silent)
      return silent !== undefined
    },
    final: () => mind.final,
  }
}

const seat = (mind: Mind): Worker => {
  const { stage, settings, counts, decided, timeMs } = mind
  const id = stage.workers.length + 1
  const skew = settings.areClocksApart ? stage.chance.delay(`clock of ${id}`, 300) : 0
  const next = worker({ id, limits: stage.limits, skew })
  stage.workers.push(next)
  stage.note(`worker ${id} sits down`)
  const desk: Desk = {
    ...{ stage, worker: next, isShort: settings.isShort },
    count: (what) => (counts[what] += 1),
    written: (number) => moment(mind, next, number),
  }
  next.run = sit({ stage, worker: next, desk, settings, decided, timeMs })
  mind.decided = new Set()
  void next.run.ending().then((ended) => {
    stage.timeline.touch()
    next.ended = ended
  })
  return next
}

const seatLater = (mind: Mind, ms: number): void => {
  const { workers, chance, timeline, judge } = mind.stage
  if (mind.isExpected) return
  mind.isExpected = true
  timeline.after(ms, () => {
    mind.isExpected = false
    if (mind.final !== undefined || workers.some((other) => isAtWork(other) && !other.isSuperseded)) return
    if (workers.length >= MOST) return judge.broke('wake', `after ${MOST} sittings the run is not at its end`)
    seat(mind)
    if (chance.surprise('restart', workers.length) === 'both') seat(mind)
  })
}

/** Something is written: a moment at which others may step in. */
const moment = (mind: Mind, by: Worker, number: number): void => {
  const { stage, folk } = mind
  const what = stage.chance.surprise('moment', number)
  if (what === undefined) return
  const act = (): void => {
    if (what === 'rival') return void seat(mind)
    if (what === 'killed') return kill(stage, by)
    if (what === 'told') return folk.tell(by)
    stage.note(`worker ${by.id} is told: ${what}`)
    by.isPaused ||= what === 'pause'
    by.isStopped ||= what !== 'pause'
    if (what === 'stop') by.stop.abort()
    else by.run?.[what]()
  }
  stage.timeline.after(stage.chance.delay(`moment ${number}`) - 1, () => isAtWork(by) && act())
}

/** Hears that a worker died or ended, and lets another one carry on. */
const hear = (mind: Mind, worker: Worker): void => {
  const { stage } = mind
  const { judge, note, chance } = stage
  const { ended, id } = worker
  worker.isSeen = true
  const again = (what: string): void => seatLater(mind, chance.delay(`after ${what} of ${id}`, 80))
  if (ended === undefined || !worker.isAlive) return again('the death')
  if (E.isLeft(ended)) {
    note(`worker ${id} ends: ${ended.left._tag}: ${ended.left.because}`)
    checkLost(stage, worker, ended.left)
    if (!isExcused(worker)) judge.broke('result', `worker ${id} ends with ${ended.left._tag}: ${ended.left.because}`)
    return again('the fault')
  }
  const ending = ended.right
  note(`worker ${id} ends: ${ending.status} ${ending.pause?._tag ?? ''}`)
  checkEnding(stage, worker, ending)
  if (ending.status === 'waiting') return seatLater(mind, waitOf(stage, ending))
  if (ending.status !== 'paused') return void (mind.final = { worker, ending })
  yieldTo(mind, ending.pause)
  again('the pause')
}

const waitOf = ({ chance, timeline }: Stage, { timers, asks, inputs }: Ending<Types>): number => {
  const due = Math.min(...timers.map(({ until }) => until - timeline.now()))
  return asks.length > 0 ? Math.min(due, chance.delay(`wait at ${inputs}`, 100)) : due
}

/** Grants what a pause asks for: a decision, time, money. */
const yieldTo = (mind: Mind, pause: Pause | null): void => {
  const { stage } = mind
  if (pause?._tag === 'Held') mind.decided = new Set(pause.unknown.map(({ key }) => key))
  if (pause?._tag !== 'OverBudget' || !('limit' in pause.shortfall)) return
  const { shortfall } = pause
  if (shortfall.limit === 'ms') mind.timeMs = shortfall.spent + 300
  else {
    const wanted = shortfall.wanted ?? 0
    const least = shortfall.spent + shortfall.reserved + wanted
    const more = wanted * stage.chance.delay(`raise to ${least}`, 6)
    stage.limits = { ...stage.limits, [shortfall.limit]: Math.max(shortfall.allowed, least) + more }
  }
}
