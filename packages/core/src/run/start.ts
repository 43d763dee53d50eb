import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { jsonText } from '../kit/base/index.js'
import type { Covers } from '../kit/effect/index.js'
import { orReject } from '../kit/fault/index.js'
import type { Machine, Types } from '../kit/machine/index.js'
import type { Answered, Ask, Wake } from '../ports/index.js'
import { systemClock } from './clock.js'
import type { Ending } from './ending.js'
import { crashed, type RunError } from './fault.js'
import { platformHash } from './hash.js'
import { drive } from './loop.js'
import { opening, takeUp, type OpeningParts } from './opening.js'
import type { RunOptions } from './options.js'
import type { OpenAsk } from './pause.js'
import { responses } from './responses.js'
import { seat } from './seat.js'
import { endingOf, type Sitting } from './sitting.js'
import { answer, deliverTo, tellMachine } from './telling.js'

/** A run under way: an async iterable of what the machine tells, with its end in two forms. */
export interface Run<T extends Types> extends AsyncIterable<T['response']> {
  readonly id: string
  /** The end as a value. */
  readonly ending: TaskEither<RunError, Ending<T>>
  /** The end as a Promise, which rejects with the same tagged error. */
  readonly result: () => Promise<Ending<T>>
  /** Sends nothing new, waits for what is under way, then ends as `paused`. */
  readonly pause: () => void
  /** Ends as `cancelled`, for good; effects under way are told through their own signal. */
  readonly cancel: () => void
  /** The questions that wait for a person. */
  readonly asks: () => readonly OpenAsk[]
  /** Answers a question by its key; resolves once the answer is kept, rejects with `NotFound` where nobody asks (any more). */
  readonly answer: (key: string, answered: Answered) => Promise<void>
  /** Tells the machine something from outside; resolves once that is kept. */
  readonly tell: (message: T['message']) => Promise<void>
}

/** The interpreter of a program: a handler for each of its effects but those the runner carries out itself. */
export type Carries<T extends Types, I> = I & Covers<I, Exclude<T['effect'], Ask | Wake>>

/**
 * Starts a program and carries it to its end, whether or not anybody reads what it tells. Unread responses are kept for one reader;
 * leaving the loop early stops the reading, not the run. With a journal, every input and every intent to spend is kept before anything follows
 * from it. Architecture 5 and 6.
 */
export const start = <T extends Types, I extends object>(
  machine: Machine<T>,
  params: T['params'],
  options: Omit<RunOptions<T, I>, 'interpreter'> & { readonly interpreter: Carries<T, I> },
): Run<T> => carry(machine, { value: params }, options)

/**
 * Carries on a run that its journal holds: after a crash, a pause, a wait. What is done already is shown again and nothing is asked twice.
 * Its params are those it was started with.
 */
export const resume = <T extends Types, I extends object>(
  machine: Machine<T>,
  options: Omit<RunOptions<T, I>, 'interpreter' | 'existing'> & {
    readonly interpreter: Carries<T, I>
    readonly run: string
    readonly journal: NonNullable<RunOptions<T, I>['journal']>
  },
): Run<T> => carry(machine, undefined, { ...options, existing: 'resume' })

const carry = <T extends Types>(
  machine: Machine<T>,
  params: OpeningParts<T>['params'],
  options: RunOptions<T, unknown>,
): Run<T> => {
  const id = options.run ?? globalThis.crypto.randomUUID()
  const queue = responses<T['response']>()
  const over = new AbortController()
  const wish = wishes<T>(over)
  const parts = { run: id, machine, params, options, clock: options.clock ?? systemClock, hash: platformHash() }
  const ended = work(parts, { over, tell: queue.tell, seated: wish.seated })
    .catch((thrown: unknown): Either<RunError, Ending<T>> => E.left(crashed(id, machine.name, thrown)))
    .then((ending) => {
      over.abort('the run has ended')
      return ending
    })
  const result = (): Promise<Ending<T>> => orReject(ended)
  void ended.then(() => queue.close(result))
  const deliver = (how: Parameters<typeof deliverTo<T>>[2]): Promise<void> => deliverTo(id, { at: wish.at, ended }, how)
  return {
    id,
    ending: () => ended,
    result,
    [Symbol.asyncIterator]: queue.read,
    pause: wish.pause,
    cancel: wish.cancel,
    asks: wish.asks,
    answer: (key, answered) => deliver((at, recorded) => answer(at, { key, answered, recorded })),
    tell: (message) => deliver((at, recorded) => tellMachine(at, message, recorded)),
  }
}

/** What the host wishes of a run, before or after somebody sits at it. */
const wishes = <T extends Types>(over: AbortController) => {
  let at: Sitting<T> | undefined
  let wish: 'none' | 'pause' | 'cancel' = 'none'
  let arrive: (at: Sitting<T>) => void = () => undefined
  const seatedAt = new Promise<Sitting<T>>((resolve) => (arrive = resolve))
  const heed = (): void => {
    if (at === undefined || wish === 'none') return
    if (wish === 'pause') at.pause ??= { _tag: 'Asked' }
    else {
      at.isCancelled = true
      over.abort('the run was cancelled')
    }
    at.inbox.wake()
  }
  const wishFor = (what: typeof wish) => (): void => {
    wish = what
    heed()
  }
  return {
    at: seatedAt,
    seated: (sitting: Sitting<T>): void => {
      at = sitting
      arrive(sitting)
      heed()
    },
    pause: wishFor('pause'),
    cancel: wishFor('cancel'),
    asks: () => at?.standing.asks() ?? [],
  }
}

/** Stands for the signal of a host that gives none. */
const never = new AbortController().signal

/** Derived from the host's signal, not listened to: one that many runs share gathers no listeners. */
const signals = (over: AbortSignal, given: AbortSignal | undefined) => {
  if (given === undefined) return { over, stop: never }
  const stop = AbortSignal.any([given])
  return { over: AbortSignal.any([over, stop]), stop }
}

interface Working<T extends Types> {
  readonly over: AbortController
  readonly tell: (responses: readonly T['response'][]) => void
  readonly seated: (at: Sitting<T>) => void
}

const work = async <T extends Types>(
  parts: OpeningParts<T> & { readonly options: RunOptions<T, unknown> },
  { over, tell, seated }: Working<T>,
): Promise<Either<RunError, Ending<T>>> => {
  const { machine, run, params, options, clock } = parts
  const opened = opening(parts)
  // Without a journal there is nothing to wait for: the run starts at once.
  const begun = opened instanceof Promise ? await opened : opened
  if (E.isLeft(begun)) return begun
  const { so, recorder, keep, status, isNew, past } = begun.right
  const signal = signals(over.signal, options.signal)
  const at = seat({
    run,
    machine,
    options,
    clock,
    hash: parts.hash,
    opening: begun.right,
    over: signal.over,
    stop: signal.stop,
  })
  tell(past)
  if (status !== 'running') return E.right(endingOf(machine, at, status))
  if (isNew && params !== undefined) {
    const payload = recorder === undefined ? '' : jsonText(params.value)
    at.params = payload
    const now = clock.now()
    const input = { _tag: 'started', run, params: params.value, at: now } as const
    at.inbox.put({ at: now, input, task: undefined, paid: null, source: null, payload, recorded: undefined })
  } else await takeUp(at, so.outstanding.values(), options)
  seated(at)
  const { commit = { size: 64, ms: 2 }, whileWaiting = 'stay' } = options
  return drive(machine, at, { recorder, status, commit, whileWaiting, keep, tell })
}
