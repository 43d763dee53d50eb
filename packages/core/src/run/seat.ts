import type { Context, Effect, Handler, Labels } from '../kit/effect/index.js'
import type { Hash } from '../kit/base/index.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Machine, Types } from '../kit/machine/index.js'
import { termsOf, type Clock, type Terms } from '../ports/index.js'
import { dispatcher, type Limits } from './dispatch.js'
import { inbox, type Arrival } from './inbox.js'
import type { Opening } from './opening.js'
import type { RunOptions } from './options.js'
import { spentBefore } from './replay.js'
import { hear, land, landFlawed, landOwn, type Sitting } from './sitting.js'
import { spending } from './spending.js'
import { standing } from './standing.js'
import type { Naming } from './task.js'

/** What a worker sits down with. */
export interface SeatParts<T extends Types> {
  readonly run: string
  readonly machine: Machine<T>
  readonly options: RunOptions<T, unknown>
  readonly clock: Clock
  readonly hash: Hash
  readonly opening: Opening<T>
  /** Aborted when the run ends or stops: for handlers and timers. */
  readonly over: AbortSignal
  /** Aborted when the host stops the run. */
  readonly stop: AbortSignal
}

/** A worker's seat at a run that was opened: nothing has started yet. */
export const seat = <T extends Types>(parts: SeatParts<T>): Sitting<T> => {
  const { run, machine, options, clock, opening, over, stop } = parts
  const context: Context = { run, attempt: 1, signal: over }
  const naming = namingOf(parts)
  // Late: the lanes and the bell report to the sitting that holds them.
  const at: Sitting<T> = {
    run,
    clock,
    stop,
    naming,
    inbox: inbox<Arrival<T>>(),
    // A cast at the seam: Covers has checked the record against the program; the lanes need it by tag.
    dispatcher: dispatcher(options.interpreter as { readonly [tag: string]: Handler<Effect> }, {
      limits: limitsOf(options),
      context,
      settle: (task, outcome, flaw) =>
        flaw === undefined ? land(at, task, outcome) : landFlawed(at, task, { outcome, flaw }),
      hear: (task, partial) => hear(at, task, partial),
    }),
    standing: standing(clock, over, (task) => landOwn(at, task, { outcome: E.right({ at: clock.now() }) })),
    spending: spending(options.budget, spentBefore(opening.so)),
    known: opening.known,
    isJournaled: opening.recorder !== undefined,
    params: opening.so.params,
    outstanding: opening.keep === undefined ? undefined : outstandingIn(opening),
    state: opening.so.state ?? machine.initial,
    inputs: opening.so.inputs,
    reused: opening.so.reused,
    held: [],
    pause: opening.isFull ? { _tag: 'StoreFull' } : undefined,
    isCancelled: false,
  }
  // Let go of when the run is over: a host's signal that outlives many runs must not keep them.
  if (options.signal !== undefined) stop.addEventListener('abort', at.inbox.wake, { signal: over })
  if (options.timeMs !== undefined) stopAfter(at, options.timeMs, { spent: opening.so.activeMs, over })
  return at
}

const outstandingIn = <T extends Types>({ so }: Opening<T>): Map<string, Effect> =>
  new Map([...so.outstanding].map(([key, { effect }]) => [key, effect]))

const namingOf = <T extends Types>({ machine, options, hash, opening }: SeatParts<T>): Naming => {
  const { terms = {} } = options
  const stated = (tag: string): Terms => (Object.hasOwn(terms, tag) ? { ...termsOf(tag), ...terms[tag] } : termsOf(tag))
  const labels = machine.labels
  const labelsOf = (effect: Effect): Labels => (labels === undefined ? none : labels(effect))
  return opening.recorder === undefined && opening.known.size === 0
    ? { termsOf: stated }
    : { termsOf: stated, marks: { hash, labelsOf } }
}

const none: Labels = {}

const limitsOf = <T extends Types>({ concurrency, limits, batch }: RunOptions<T, unknown>): Limits => ({
  concurrency: atLeastOne(concurrency ?? 64),
  byTag: new Map(Object.entries(limits ?? {}).map(([tag, limit]) => [tag, atLeastOne(limit)])),
  batch: atLeastOne(batch ?? 100),
})

/** A bound that lets work go on, whatever number was given: whole, and 1 at the least. */
const atLeastOne = (limit: number): number => (limit >= 1 ? Math.floor(limit) : 1)

const stopAfter = <T extends Types>(
  at: Sitting<T>,
  allowed: number,
  { spent, over }: { readonly spent: number; readonly over: AbortSignal },
): void => {
  void at.clock.wait(Math.max(0, allowed - spent), over).then(() => {
    if (over.aborted) return
    at.pause ??= { _tag: 'OverBudget', shortfall: { limit: 'ms', allowed, spent: allowed }, unpaid: [] }
    at.inbox.wake()
  })
}
