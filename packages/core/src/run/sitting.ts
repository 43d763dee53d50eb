import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Effect } from '../kit/effect/index.js'
import { nothingPaid, thrownText, type EffectError, type Paid } from '../kit/fault/index.js'
import type { Input, Machine, Types } from '../kit/machine/index.js'
import type { Clock } from '../ports/index.js'
import type { Source } from '../ports/journal/index.js'
import { broken, type Dispatcher, type Flight } from './dispatch.js'
import type { Ending } from './ending.js'
import type { Arrival, Inbox } from './inbox.js'
import type { Known } from './known.js'
import type { Pause } from './pause.js'
import type { Spending } from './spending.js'
import type { Standing } from './standing.js'
import { taskOf, type Naming, type Task } from './task.js'

/** One worker at work on one run: what it holds between two turns of the loop. */
export interface Sitting<T extends Types> {
  readonly run: string
  readonly clock: Clock
  /** The host's signal; aborted, the run stops at once. */
  readonly stop: AbortSignal
  readonly inbox: Inbox<Arrival<T>>
  readonly dispatcher: Dispatcher
  readonly standing: Standing
  readonly spending: Spending
  readonly naming: Naming
  readonly known: Known
  readonly isJournaled: boolean
  /** JSON text of what the run was started with. */
  params: string | undefined
  /** What was asked for and has not settled in the journal, by key, in order; only where snapshots are kept. */
  readonly outstanding: Map<string, Effect> | undefined
  state: T['state']
  inputs: number
  reused: number
  /** Effects of a dead worker that wait for a decision. */
  readonly held: Task[]
  /** Set once nothing new may be sent; what is under way is waited for. */
  pause: Pause | undefined
  isCancelled: boolean
}

/** Ends at once, whatever is under way. */
export const isStopped = <T extends Types>({ stop, isCancelled }: Sitting<T>): boolean => isCancelled || stop.aborted

/** Gives each effect its way: an earlier answer, a person, a timer, or the lane of its tag. */
export const route = <T extends Types>(at: Sitting<T>, effects: readonly T['effect'][]): void => {
  for (const effect of effects) {
    at.outstanding?.set(effect.key, effect)
    const task = taskOf(effect, at.naming)
    const known = task.terms.isReusable && task.mark !== undefined ? at.known.get(task.mark.digest) : undefined
    if (known !== undefined) {
      at.inbox.put(settledArrival(at, task, { outcome: known.outcome, paid: null, source: known.source }))
    } else if (!at.standing.take(task)) at.dispatcher.add(task)
  }
}

/** What an arrival means for the books, once it is in the journal. */
export const book = <T extends Types>(at: Sitting<T>, { task, input, paid, source }: Arrival<T>): void => {
  if (source !== null) at.reused += 1
  if (task !== undefined && input?._tag === 'settled') at.outstanding?.delete(task.effect.key)
  if (task?.terms.isPaid === true && (paid !== null || input === undefined))
    at.spending.recorded(task, paid ?? nothingPaid)
}

/** Takes how an effect ended. What fails after the run was stopped may have failed for that: it stays open and is tried again. */
export const land = <T extends Types>(at: Sitting<T>, task: Task, outcome: Either<EffectError, unknown>): void => {
  if (E.isLeft(outcome)) {
    if (isStopped(at)) return
    if (outcome.left._tag === 'OverBudget') return refuse(at, task, outcome.left)
  }
  const paid = task.terms.isPaid ? at.spending.settle(task, outcome) : null
  at.inbox.put(settledArrival(at, task, { outcome, paid, source: null }))
}

/** The same for one that has told a part which could not be taken: it ends with that flaw, and is paid for what it was answered. */
export const landFlawed = <T extends Types>(
  at: Sitting<T>,
  task: Task,
  { outcome, flaw }: { readonly outcome: Either<EffectError, unknown>; readonly flaw: EffectError },
): void => {
  if (E.isLeft(outcome) && isStopped(at)) return
  const paid = task.terms.isPaid ? at.spending.settle(task, outcome) : null
  at.inbox.put(settledArrival(at, task, { outcome: E.left(flaw), paid, source: null }))
}

/** Takes a part of an outcome. It costs nothing, and the effect stays out. */
export const hear = <T extends Types>(at: Sitting<T>, task: Task, partial: unknown): EffectError | undefined => {
  if (isStopped(at)) return undefined
  const payload = at.isJournaled ? partialText(task.effect, partial) : E.right('')
  if (E.isLeft(payload)) return payload.left
  const now = at.clock.now()
  const { key, _tag: effect } = task.effect
  // A cast at the seam: the type of the effect says what it may tell, which the lanes have forgotten.
  const input = { _tag: 'arrived', key, effect, partial, at: now } as Input<T>
  at.inbox.put({ at: now, input, task, paid: null, source: null, payload: payload.right, recorded: undefined })
  return undefined
}

/** The text of a part; what JSON cannot hold could not be resumed from. */
const partialText = (effect: Effect, partial: unknown): Either<EffectError, string> => {
  try {
    // The platform's types leave it out: what is no JSON at all, such as a function, has no text.
    const text = JSON.stringify(partial) as string | undefined
    return text === undefined ? E.left(oddPart(effect, `it is ${typeof partial}`)) : E.right(text)
  } catch (thrown) {
    return E.left(oddPart(effect, thrownText(thrown)))
  }
}

const oddPart = (effect: Effect, because: string): EffectError =>
  broken(effect, `a part of its answer is no plain data: ${because}`)

interface Landing {
  readonly outcome: Either<EffectError, unknown>
  readonly paid: Paid | null
  readonly source: Source | null
  readonly recorded?: (() => void) | undefined
}

const settledArrival = <T extends Types>(at: Sitting<T>, task: Task, landing: Landing): Arrival<T> => {
  const { paid, source, recorded } = landing
  const now = at.clock.now()
  const { key, _tag: effect } = task.effect
  let { outcome } = landing
  let payload = ''
  if (at.isJournaled) {
    try {
      payload = JSON.stringify(outcome)
    } catch (thrown) {
      // What JSON cannot hold could not be resumed from: the handler broke its type.
      outcome = E.left(broken(task.effect, `its answer is no plain data: ${thrownText(thrown)}`))
      payload = JSON.stringify(outcome)
    }
  }
  // A cast at the seam: the interpreter's type ties the outcome to the effect's tag, which the lanes have forgotten.
  const input = { _tag: 'settled', key, effect, outcome, at: now } as Input<T>
  return { at: now, input, task, paid, source, payload, recorded }
}

/** A policy of the host's found no money for it: nothing was sent, and nothing more will be. */
const refuse = <T extends Types>(at: Sitting<T>, task: Task, shortfall: EffectError): void => {
  withdrawTask(at, task)
  at.dispatcher.putBack(task)
  at.pause ??= { _tag: 'OverBudget', shortfall, unpaid: [] }
  at.inbox.wake()
}

const withdrawTask = <T extends Types>(at: Sitting<T>, task: Task): void => {
  if (!task.terms.isPaid) return
  at.spending.giveBack(task)
  const now = at.clock.now()
  at.inbox.put({ at: now, input: undefined, task, paid: null, source: null, payload: 'null', recorded: undefined })
}

/** Takes back what was about to start: its intents are journaled as withdrawn. */
export const withdraw = <T extends Types>(at: Sitting<T>, flights: readonly Flight[]): void => {
  for (const { tasks } of flights) for (const task of tasks) withdrawTask(at, task)
}

/** What the runner tells the machine by itself: the answer of a person, a timer that went off, a call that was given up. */
export const landOwn = <T extends Types>(
  at: Sitting<T>,
  task: Task,
  told: { readonly outcome: Either<EffectError, unknown>; readonly recorded?: () => void },
): void => {
  const paid = task.terms.isPaid ? at.spending.settle(task, told.outcome) : null
  at.inbox.put(settledArrival(at, task, { ...told, paid, source: null }))
}

/** Where a run stands that is left now, and what it had made. */
export const endingOf = <T extends Types>(
  machine: Machine<T>,
  at: Sitting<T>,
  status: Ending<T>['status'],
): Ending<T> => ({
  run: at.run,
  status,
  result: machine.result(at.state),
  state: at.state,
  inputs: at.inputs,
  spent: at.spending.spent(),
  reused: at.reused,
  pause: status === 'paused' ? pauseOf(at) : null,
  asks: at.standing.asks(),
  timers: at.standing.timers(),
})

const openOf = ({ effect: { key, _tag: tag } }: Task) => ({ key, tag })

const pauseOf = <T extends Types>(at: Sitting<T>): Pause => {
  if (at.stop.aborted) return { _tag: 'Stopped' }
  if (at.pause !== undefined && at.pause._tag !== 'OverBudget') return at.pause
  const shortfall = at.pause?.shortfall ?? at.spending.shortfall()
  if (shortfall === undefined) return { _tag: 'Held', unknown: at.held.map(openOf) }
  const unpaid = at.dispatcher
    .ready()
    .filter(({ terms }) => terms.isPaid)
    .map((task) => ({ ...openOf(task), worst: at.spending.worst(task) }))
  return { _tag: 'OverBudget', shortfall, unpaid }
}
