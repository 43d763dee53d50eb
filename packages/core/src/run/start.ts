import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Context, Covers, Effect, Handler, Interpreter } from '../kit/effect/index.js'
import { orReject } from '../kit/fault/index.js'
import type { Machine, Types } from '../kit/machine/index.js'
import type { Clock, JournalEffect } from '../ports/index.js'
import { dispatcher, type Limits } from './dispatch.js'
import { crashed, type RunError } from './fault.js'
import { drive, type Ending } from './loop.js'
import { recorder } from './record.js'
import { responses } from './responses.js'

/** How a program is run. */
export interface RunOptions<I> {
  /** A handler for every effect of the program; a missing one does not compile. */
  readonly interpreter: I
  /** Names the run; without it, a random UUID. */
  readonly run?: string
  /** Where every input is kept. Without it the run lives in memory alone. */
  readonly journal?: Interpreter<JournalEffect>
  /** The source of time; without it, the system's. */
  readonly clock?: Clock
  /** Ends the run as `cancelled`, at once; effects under way are told through their own signal. */
  readonly signal?: AbortSignal
  /** Effects of one tag under way at once (a batch counts as one): 64 unless given, for all tags or by tag. */
  readonly concurrency?: number
  readonly limits?: { readonly [tag: string]: number }
  /** Most effects handed to a `many` handler in one go: 100 unless given. */
  readonly batch?: number
}

/** A run under way: an async iterable of what the machine tells, with its end in two forms. */
export interface Run<T extends Types> extends AsyncIterable<T['response']> {
  readonly id: string
  /** The end as a value. */
  readonly ending: TaskEither<RunError, Ending<T>>
  /** The end as a Promise, which rejects with the same tagged error. */
  readonly result: () => Promise<Ending<T>>
}

/**
 * Starts a program and carries it to its end, whether or not anybody reads what it tells. Unread responses are kept for one reader;
 * leaving the loop early stops the reading, not the run. Architecture 5 and 6.
 */
export const start = <T extends Types, I extends object>(
  machine: Machine<T>,
  params: T['params'],
  options: RunOptions<I & Covers<I, T['effect']>>,
): Run<T> => {
  const id = options.run ?? globalThis.crypto.randomUUID()
  const clock = options.clock ?? systemClock
  const queue = responses<T['response']>()
  const over = new AbortController()
  // Derived, not listened to: a signal that many runs share gathers no listeners.
  const signal = options.signal === undefined ? over.signal : AbortSignal.any([over.signal, options.signal])
  const context: Context = { run: id, attempt: 1, signal }
  const limits: Limits = {
    concurrency: atLeastOne(options.concurrency ?? 64),
    byTag: new Map(Object.entries(options.limits ?? {}).map(([tag, limit]) => [tag, atLeastOne(limit)])),
    batch: atLeastOne(options.batch ?? 100),
  }
  // A cast at the seam: Covers has checked the record against the program; the lanes need it by tag.
  const handlers = options.interpreter as unknown as { readonly [tag: string]: Handler<Effect> }
  const driven = drive(machine, {
    run: id,
    params,
    signal,
    clock,
    dispatcher: (settle) => dispatcher(handlers, { limits, context, settle }),
    recorder:
      options.journal === undefined
        ? undefined
        : recorder(options.journal, { program: { name: machine.name, version: machine.version }, context, clock }),
    tell: queue.tell,
  }).catch((thrown: unknown): Either<RunError, Ending<T>> => E.left(crashed(id, machine.name, thrown)))
  const ended = driven.then((ending) => {
    over.abort('the run has ended')
    return ending
  })
  const result = (): Promise<Ending<T>> => orReject(ended)
  void ended.then(() => queue.close(result))
  return { id, ending: () => ended, result, [Symbol.asyncIterator]: queue.read }
}

/** A bound that lets work go on, whatever number was given: whole, and 1 at the least. */
const atLeastOne = (limit: number): number => (limit >= 1 ? Math.floor(limit) : 1)

const systemClock: Clock = { now: () => Date.now() }
