import type { Ending, Pause } from '@chorale/core/run'
import type { ValleyTypes } from '@chorale/core/cf14'
import type { Budget } from '@chorale/core/budget'
import type { Args } from '../args.js'
import { goingOn } from '../order/going-on.js'
import { many, usd } from '../say.js'

type OverBudget = Extract<Pause, { readonly _tag: 'OverBudget' }>

/** Why a run stands still, what was spent by then, and what carries it on: one sentence a line. */
export const pauseLines = (args: Args, { run, pause, spent }: Ending<ValleyTypes>): readonly string[] => {
  const { paid, exposed } = spent
  const doubt =
    exposed.attempts === 0 ? '' : `; at most ${many(exposed.attempts, 'call')} more may have been made unheard`
  const cost = paid.costMicroUsd === null ? 'no price is known' : `${usd(paid.costMicroUsd)} spent`
  const soFar = `${many(paid.attempts, 'call')} made, ${cost}${doubt}.`
  switch (pause?._tag) {
    case 'OverBudget':
      return [
        `Paused, the budget is used up: ${soFar}`,
        ...budgetLines(pause),
        `Go on with a larger budget: ${goingOn(args, run, larger(args.budget, pause))}`,
      ]
    case 'StoreFull':
      return [
        `Paused, the disk is full: ${soFar} All of it is kept; nothing new was sent.`,
        `Free some space, then go on: ${goingOn(args, run, args.budget)}`,
      ]
    case 'Held':
      return [
        `Paused: ${soFar} It is not known whether ${many(pause.unknown.length, 'effect')} took place.`,
        `Go on: ${goingOn(args, run, args.budget)}`,
      ]
    case 'Stopped':
    case 'Asked':
    case undefined:
      return [`Paused: ${soFar}`, `Go on: ${goingOn(args, run, args.budget)}`]
  }
}

const budgetLines = ({ shortfall, unpaid }: OverBudget): readonly string[] => {
  const waiting = unpaid.slice(0, 3).map(({ key }) => key)
  const more = unpaid.length - waiting.length
  const list = `${waiting.join(', ')}${more > 0 ? ` and ${many(more, 'other')}` : ''}`
  return [...whyShort(shortfall), ...(unpaid.length === 0 ? [] : [`Unpaid and not sent: ${list}.`])]
}

const whyShort = (shortfall: OverBudget['shortfall']): readonly string[] => {
  if (!('limit' in shortfall)) return [`${shortfall.because}. ${shortfall.next}`]
  const { limit, allowed, spent } = shortfall
  if (limit === 'ms') return [`${allowed} ms are used up.`]
  const { wanted } = shortfall
  const say = (amount: number | null): string => (limit === 'microUsd' ? usd(amount) : many(amount ?? 0, unitOf(limit)))
  return [
    `Of ${say(allowed)} allowed, ${say(spent)} are spent; the next question may take up to ${say(wanted)}, retries included.`,
  ]
}

const unitOf = (limit: 'calls' | 'tokens'): string => limit.slice(0, -1)

/** Twice as much as before, and enough for the next call. */
const larger = (budget: Budget, { shortfall }: OverBudget): Budget => {
  if (!('limit' in shortfall) || shortfall.limit === 'ms') return budget
  const { limit, allowed, spent, wanted } = shortfall
  return { ...budget, [limit]: Math.max(2 * allowed, spent + (wanted ?? 0)) }
}
