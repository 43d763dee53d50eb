import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { thrownText, type EffectError } from '../kit/fault/index.js'
import type { Machine, Types } from '../kit/machine/index.js'
import type { Acknowledged, RunStatus } from '../ports/journal/index.js'
import type { Flight } from './dispatch.js'
import type { Ending } from './ending.js'
import { cancelledDraft, draftOf, sentDraft, type Draft } from './entries.js'
import { journalFailed, stalled, type RunError } from './fault.js'
import type { Arrival } from './inbox.js'
import { brokenJournal, type Recorder } from './record.js'
import { book, endingOf, isStopped, route, withdraw, type Sitting } from './sitting.js'
import type { Keep } from './snapshot.js'
import { fold, type Turn } from './turn.js'

/** What the loop works with beside the sitting. */
export interface LoopParts<T extends Types> {
  readonly recorder: Recorder | undefined
  /** Where the journal stands: a status is written when it changes. */
  readonly status: RunStatus
  /** Arrivals wait for company: until there are so many, or so many ms have passed; never longer than the last append took. */
  readonly commit: { readonly size: number; readonly ms: number }
  /** While only people and timers are awaited: go on waiting here, or end as `waiting`. */
  readonly whileWaiting: 'stay' | 'leave'
  readonly keep: Keep<T> | undefined
  readonly tell: (responses: readonly T['response'][]) => void
}

/** Calls back after the host's other work had its turn; a timer costs a millisecond or more, so it is the second choice. */
const nextTurn = (resume: () => void): void => {
  if (typeof setImmediate === 'function') setImmediate(resume)
  else setTimeout(resume, 0)
}

/** Longest stretch, in ms, without giving the host's other work (a signal, a socket) a turn. */
const STRETCH = 30

/**
 * The only loop: steps the machine through all inputs that have arrived, records them together with the intents of the effects that may start,
 * then tells its responses and starts these effects. Nothing starts before what caused it is recorded.
 * The cost of a turn does not depend on the turns before it.
 */
export const drive = async <T extends Types>(
  machine: Machine<T>,
  at: Sitting<T>,
  parts: LoopParts<T>,
): Promise<Either<RunError, Ending<T>>> => {
  const { clock, inbox, dispatcher } = at
  let { status } = parts
  let [rested, appendMs] = [clock.now(), 0]
  for (;;) {
    const window = Math.min(parts.commit.ms, appendMs)
    if (window >= 1 && inbox.size() > 0 && inbox.size() < parts.commit.size && dispatcher.flying() > 0)
      await clock.wait(window, at.stop)
    const arrivals = inbox.take()
    const turn = fold({ machine, run: at.run }, at.state, arrivals)
    if (turn.refused !== undefined && at.inputs === 0 && turn.inputs === 0) return E.left(turn.refused)
    route(at, turn.effects)
    const flights = mayLaunch(at, turn) ? dispatcher.take(at.spending.admit) : []
    const next = statusAfter(at, turn, flights)
    if (parts.recorder !== undefined && (arrivals.length > 0 || flights.length > 0 || next !== status)) {
      const begun = clock.now()
      let recorded: Either<EffectError, Acknowledged>
      // Caught here and not in a function of its own: every promise more on the way of every effect is felt.
      try {
        const drafts = draftsOf({ arrivals, flights, next }, begun)
        const answer = await parts.recorder.write(drafts, next ?? 'running', begun)
        const settled = parts.recorder.settle(answer)
        recorded = settled instanceof Promise ? await settled : settled
      } catch (thrown) {
        recorded = E.left(brokenJournal(at.run, thrownText(thrown)))
      }
      appendMs = clock.now() - begun
      if (E.isLeft(recorded)) return E.left(journalFailed(at.run, recorded.left))
      if (recorded.right.isFull === true) at.pause ??= { _tag: 'StoreFull' }
    }
    at.state = turn.state
    at.inputs += turn.inputs
    parts.tell(turn.responses)
    acknowledge(at, arrivals, flights)
    if (turn.refused !== undefined || next === undefined) return E.left(turn.refused ?? stalled(at.run, machine.name))
    status = next
    if (isLeft(next, parts) && (inbox.isQuiet() || isEnd(next))) return E.right(endingOf(machine, at, next))
    if (isStopped(at)) withdraw(at, flights)
    else dispatcher.launch(flights)
    if (parts.keep !== undefined) await parts.keep(at)
    if (clock.now() - rested > STRETCH) {
      await new Promise<void>(nextTurn)
      rested = clock.now()
    }
    if (inbox.isQuiet() && !isUrgent(at)) await inbox.wait()
  }
}

const acknowledge = <T extends Types>(
  at: Sitting<T>,
  arrivals: readonly Arrival<T>[],
  flights: readonly Flight[],
): void => {
  for (const arrival of arrivals) {
    book(at, arrival)
    arrival.recorded?.()
  }
  for (const { tasks } of flights) for (const task of tasks) task.recorded?.()
  at.standing.show()
}

const mayLaunch = <T extends Types>(at: Sitting<T>, turn: Turn<T>): boolean =>
  turn.refused === undefined && turn.status === 'running' && at.pause === undefined && !isStopped(at)

/** Something the loop must see to although nothing has arrived. */
const isUrgent = <T extends Types>(at: Sitting<T>): boolean =>
  isStopped(at) || (at.pause !== undefined && at.dispatcher.flying() === 0)

const isEnd = (status: RunStatus): boolean => status !== 'waiting' && status !== 'paused' && status !== 'running'

const isLeft = <T extends Types>(status: RunStatus, { whileWaiting }: LoopParts<T>): status is Ending<T>['status'] =>
  status !== 'running' && (status !== 'waiting' || whileWaiting === 'leave')

/** Where the run stands after a turn; undefined where it waits for nothing and yet is not over. */
const statusAfter = <T extends Types>(
  at: Sitting<T>,
  turn: Turn<T>,
  flights: readonly Flight[],
): RunStatus | undefined => {
  if (turn.refused !== undefined) return 'running'
  if (turn.status !== 'running') return turn.status
  if (at.isCancelled) return 'cancelled'
  if (at.stop.aborted) return 'paused'
  if (flights.length > 0 || at.dispatcher.flying() > 0 || at.inbox.size() > 0) return 'running'
  if (at.pause !== undefined || at.dispatcher.hasReady() || at.held.length > 0) return 'paused'
  return at.standing.isEmpty() ? undefined : 'waiting'
}

interface Writing<T extends Types> {
  readonly arrivals: readonly Arrival<T>[]
  readonly flights: readonly Flight[]
  readonly next: RunStatus | undefined
}

const draftsOf = <T extends Types>({ arrivals, flights, next }: Writing<T>, now: number): readonly Draft[] => {
  const drafts = arrivals.map(draftOf)
  for (const { tasks } of flights) for (const task of tasks) if (task.terms.isPaid) drafts.push(sentDraft(task, now))
  if (next === 'cancelled') drafts.push(cancelledDraft(now))
  return drafts
}
