import * as E from 'fp-ts/lib/Either.js'
import { memory } from '@chorale/adapter-memory'
import { valley, type ValleyInput, type ValleyTypes } from '@chorale/core/cf14'
import { combine, type Covers, type Effect, type Handler } from '@chorale/core/effect'
import type { Machine, Types } from '@chorale/core/machine'
import type { Clock } from '@chorale/core/ports'
import type { Entry } from '@chorale/core/ports/journal'
import type { Generate } from '@chorale/core/ports'
import { knownFrom, start, type Ending, type Known } from '@chorale/core/run'
import { echoResolver, type Resolving } from '@chorale/core/testing'
import { ledger, type Ledger } from '../laws/ledger.js'

/** A run that was carried out, with its journal. */
export interface Carried<T extends Types> {
  readonly ending: Ending<T>
  readonly entries: readonly Entry[]
  readonly known: Known
  /** The calls that were sent, in order. */
  readonly sent: readonly Generate[]
}

/** The right side; a test that is given a left one fails with it. */
export const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}

/** How a valley is walked. */
export interface Walking {
  readonly resolver?: Resolving
  readonly book?: Ledger
  readonly run?: string
  /** An earlier run of the same book. */
  readonly from?: string
}

/** Walks a valley for real, with a journal: by the echo unless told otherwise. */
export const walked = async (input: ValleyInput = {}, how: Walking = {}): Promise<Carried<ValleyTypes>> => {
  const { resolver = echoResolver(), book = ledger(), run = 'r', from } = how
  const sent: Generate[] = []
  const watched: Resolving = {
    'model/generate': (effect, context) => {
      sent.push(effect)
      return resolver['model/generate'](effect, context)
    },
  }
  const ending = await start(valley, input, {
    interpreter: combine(watched, memory()),
    run,
    clock: { now: () => 0, wait: () => Promise.resolve() },
    journal: book.journal,
    ...(from === undefined ? {} : { from }),
  }).result()
  return {
    ending,
    entries: await book.entries(run),
    known: right(await knownFrom({ journal: book.journal, run })),
    sent,
  }
}

/** A clock that stands until everybody waits, and then jumps to the first who waits for it. */
export interface Jumping extends Clock {
  /** Lets time pass until something has ended. */
  readonly during: <A>(ended: Promise<A>) => Promise<A>
}

/** {@link Jumping}, at 0. */
export const jumping = (): Jumping => {
  let now = 0
  let sleepers: { readonly at: number; readonly wake: () => void }[] = []
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    now: () => now,
    wait: (ms) => new Promise((wake) => sleepers.push({ at: now + ms, wake })),
    during: async (ended) => {
      const over = { yet: false }
      const end = (): void => void (over.yet = true)
      ended.then(end, end)
      while (!over.yet) {
        for (let turns = 0; turns < 4; turns += 1) await turn()
        const next = Math.min(...sleepers.map(({ at }) => at))
        now = Number.isFinite(next) ? next : now
        const due = sleepers.filter(({ at }) => at <= now)
        sleepers = sleepers.filter(({ at }) => at > now)
        for (const { wake } of due) wake()
      }
      return ended
    },
  }
}

/** The same handler, but each effect is under way for so long. */
export const lasting =
  <E extends Effect>(handler: Handler<E>, clock: Clock, msOf: (effect: E) => number): Handler<E> =>
  (effect, context) =>
  async () => {
    const ms = msOf(effect)
    if (ms > 0) await clock.wait(ms)
    return handler(effect, context)()
  }

/** Carries a program out on a clock that jumps, and tells how long it took. */
export const timed = async <T extends Types, I extends object>(
  machine: Machine<T>,
  params: T['params'],
  {
    interpreter,
    ...options
  }: {
    readonly interpreter: (clock: Clock) => I & Covers<I, T['effect']>
    readonly concurrency?: number
    readonly limits?: { readonly [tag: string]: number }
  },
): Promise<{ readonly ending: Ending<T>; readonly entries: readonly Entry[]; readonly ms: number }> => {
  const [clock, book] = [jumping(), ledger()]
  const run = start(machine, params, {
    ...options,
    // A cast at the seam: the caller's record was checked; timers and persons are not among its effects.
    interpreter: interpreter(clock) as never,
    clock,
    journal: book.journal,
    run: 'r',
  })
  const ending = await clock.during(run.result())
  return { ending, entries: await book.entries('r'), ms: clock.now() }
}
