import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { ledger, reserve, settle, type Budget, type Ledger, type Shortfall } from '../kit/budget/index.js'
import type { Effect } from '../kit/effect/index.js'
import { addPaid, nothingPaid, type EffectError, type Paid } from '../kit/fault/index.js'
import { paidFor, type Task } from './task.js'

/** What a run may spend, over all its sittings. */
export interface RunBudget {
  readonly limits: Budget
  /** The most an effect may take, all attempts of its handler included; it must never take more. */
  readonly worst: (effect: Effect) => Paid
}

/** What a run has spent. */
export interface Spent {
  /** Paid for outcomes that are journaled. */
  readonly paid: Paid
  /** The most that may have been paid for calls that were sent and whose outcome is not there: those of dead workers, and those under way. */
  readonly exposed: Paid
}

/** What earlier sittings have spent. */
export interface SpentBefore {
  readonly paid: Paid
  /** Reservations whose outcome will never be known. */
  readonly lost: Paid
  /** Reservations of effects that are still open, by key. */
  readonly open: ReadonlyMap<string, Paid>
}

/** The money of one run. */
export interface Spending {
  /** The task with its reservation, or nothing where it may break a limit. */
  readonly admit: (task: Task) => Task | undefined
  /** What was paid for an outcome; the rest of what was set aside is free again. */
  readonly settle: (task: Task, outcome: Either<EffectError, unknown>) => Paid
  /** Nothing was sent: all that was set aside is free again. */
  readonly giveBack: (task: Task) => void
  /** The outcome is in the journal, or that there is none: only then it counts as paid and no longer as exposed. */
  readonly recorded: (task: Task, paid: Paid) => void
  /** Why the last task was not admitted. */
  readonly shortfall: () => Shortfall | undefined
  readonly worst: (task: Task) => Paid
  readonly spent: () => Spent
  /** The books as the next sitting would find them. */
  readonly before: () => SpentBefore
}

/** Keeps the books of a run that has spent something before. What may have been paid stays set aside until it is known. */
export const spending = (budget: RunBudget | undefined, before: SpentBefore): Spending => {
  const open = new Map(before.open)
  const sum = running(before.paid)
  let { lost } = before
  let book: Ledger = { ...ledger(budget?.limits ?? {}, before.paid), reserved: setAside(lost, open.values()) }
  let shortfall: Shortfall | undefined
  return {
    admit: (task) => {
      if (!task.terms.isPaid) return task
      const reserved = budget?.worst(task.effect) ?? task.reserved
      const next = budget === undefined ? E.right(book) : reserve(book, reserved)
      if (E.isLeft(next)) {
        shortfall = next.left
        return undefined
      }
      book = next.right
      // Sent before by a worker that died: nobody will ever know of that one.
      const earlier = open.get(task.effect.key)
      if (earlier !== undefined) lost = addPaid(lost, earlier)
      open.set(task.effect.key, reserved)
      return reserved === task.reserved ? task : { ...task, reserved }
    },
    settle: (task, outcome) => {
      const reserved = open.get(task.effect.key) ?? task.reserved
      const paid = paidFor(outcome, reserved)
      if (budget !== undefined) book = settle(book, reserved, paid)
      return paid
    },
    giveBack: (task) => {
      const reserved = open.get(task.effect.key)
      if (budget !== undefined && reserved !== undefined) book = settle(book, reserved, nothingPaid)
    },
    recorded: (task, paid) => {
      open.delete(task.effect.key)
      sum.add(paid)
    },
    shortfall: () => shortfall,
    worst: (task) => budget?.worst(task.effect) ?? nothingPaid,
    spent: () => ({ paid: sum.paid(), exposed: sumOf(lost, open.values()) }),
    before: () => ({ paid: sum.paid(), lost, open }),
  }
}

/** A sum that is added to with every effect: numbers in place, not an object for each step. */
const running = ({ usage, costMicroUsd, attempts: before }: Paid) => {
  let [input, cached, output, reasoning] = [usage.input, usage.cached, usage.output, usage.reasoning]
  let [attempts, cost] = [before, costMicroUsd]
  return {
    add: (more: Paid): void => {
      attempts += more.attempts
      cost = cost === null || more.costMicroUsd === null ? null : cost + more.costMicroUsd
      input += more.usage.input
      cached += more.usage.cached
      output += more.usage.output
      reasoning += more.usage.reasoning
    },
    paid: (): Paid => ({ usage: { input, cached, output, reasoning }, costMicroUsd: cost, attempts }),
  }
}

const sumOf = (first: Paid, rest: Iterable<Paid>): Paid => {
  let sum = first
  for (const paid of rest) sum = addPaid(sum, paid)
  return sum
}

/** In the books, what has no price counts as nothing: a limit in money refuses such calls before. */
const setAside = (first: Paid, rest: Iterable<Paid>): Paid => {
  const sum = sumOf(first, rest)
  return sum.costMicroUsd === null ? { ...sum, costMicroUsd: 0 } : sum
}
