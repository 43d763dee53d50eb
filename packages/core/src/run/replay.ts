import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Effect } from '../kit/effect/index.js'
import { addPaid, nothingPaid, type EffectError, type Paid } from '../kit/fault/index.js'
import type { Input, Machine, StepError, StepResult, Types } from '../kit/machine/index.js'
import type { Entry } from '../ports/journal/index.js'
import { workedMs } from './entries.js'
import { crashed, type Crashed } from './fault.js'
import { valueOf } from './reading.js'
import type { Spent, SpentBefore } from './spending.js'

/** An effect that was asked for and has not settled. */
export interface Outstanding {
  readonly effect: Effect
  /** What was set aside for it, where the intent to carry it out is journaled: whether it was applied is then not known. */
  readonly sent: Paid | undefined
}

/** A run as its journal tells it, folded up to some entry. */
export interface Replayed<T extends Types> {
  /** JSON text of what it was started with; undefined where its beginning was not written. */
  params: string | undefined
  state: T['state']
  inputs: number
  reused: number
  /** By key, in the order in which they were asked for. */
  readonly outstanding: Map<string, Outstanding>
  paid: Paid
  /** Reservations whose outcome will never be known. */
  lost: Paid
  /** Time in which a worker was at it, in ms. */
  activeMs: number
  at: number
}

/** Nothing has happened yet. */
export const blank = <T extends Types>(machine: Machine<T>): Replayed<T> => ({
  params: undefined,
  state: machine.initial,
  inputs: 0,
  reused: 0,
  outstanding: new Map(),
  paid: nothingPaid,
  lost: nothingPaid,
  activeMs: 0,
  at: 0,
})

/** Why an entry could not be taken. */
export type ReplayError = StepError | Crashed | EffectError

/** The machine refuses the entry, rather than the journal. */
export const isStepFault = (fault: ReplayError): fault is StepError | Crashed =>
  fault._tag === 'BadInput' || fault._tag === 'IllegalInput' || fault._tag === 'Crashed'

/** What was spent by then: what is out counts as lost until its outcome is there. */
export const spentOf = <T extends Types>({ paid, lost, outstanding }: Replayed<T>): Spent => {
  let exposed = lost
  for (const { sent } of outstanding.values()) exposed = addPaid(exposed, sent ?? nothingPaid)
  return { paid, exposed }
}

/** The same for the books of a further sitting. */
export const spentBefore = <T extends Types>({ paid, lost, outstanding }: Replayed<T>): SpentBefore => {
  const open = new Map<string, Paid>()
  for (const [key, { sent }] of outstanding) if (sent !== undefined) open.set(key, sent)
  return { paid, lost, open }
}

/** How entries are stepped through. */
export interface Replaying<T extends Types> {
  readonly machine: Machine<T>
  readonly run: string
  /** Sees each input with the effects it led to. */
  readonly seen?: (entry: Entry, effects: readonly T['effect'][], responses: readonly T['response'][]) => void
  /** Rewrites inputs of an older version of the program. */
  readonly migrate?: ((input: Input<T>) => Input<T>) | undefined
}

/** Takes one entry; the cost does not depend on how many came before. */
export const take = <T extends Types>(how: Replaying<T>, so: Replayed<T>, entry: Entry): ReplayError | undefined => {
  so.activeMs += workedMs(entry, so.at)
  so.at = entry.at
  switch (entry.kind) {
    case 'resumed':
    case 'cancelled':
      return undefined
    case 'sent':
    case 'withdrawn':
      return mark(so, entry)
    case 'started':
    case 'settled':
    case 'arrived':
    case 'told':
      return step(how, so, entry)
  }
}

const mark = <T extends Types>(so: Replayed<T>, entry: Entry): undefined => {
  const key = entry.about?.key ?? ''
  const open = so.outstanding.get(key)
  if (open === undefined) return undefined
  // Sent twice: nobody will ever know of the first.
  if (entry.kind === 'sent' && open.sent !== undefined) so.lost = addPaid(so.lost, open.sent)
  const sent = entry.kind === 'sent' ? (entry.amount ?? nothingPaid) : undefined
  so.outstanding.set(key, { effect: open.effect, sent })
  return undefined
}

const step = <T extends Types>(how: Replaying<T>, so: Replayed<T>, entry: Entry): ReplayError | undefined => {
  const { run, migrate, seen } = how
  const input = inputOf<T>(run, entry)
  if (E.isLeft(input)) return input.left
  const next = stepSafely(how, so.state, migrate === undefined ? input.right : migrate(input.right))
  if (E.isLeft(next)) return next.left
  so.state = next.right.state
  so.inputs += 1
  if (entry.kind === 'started') so.params = entry.payload ?? 'null'
  if (entry.kind === 'settled') {
    so.outstanding.delete(entry.about?.key ?? '')
    if (entry.amount !== null) so.paid = addPaid(so.paid, entry.amount)
    if (entry.source !== null) so.reused += 1
  }
  for (const effect of next.right.effects) so.outstanding.set(effect.key, { effect, sent: undefined })
  seen?.(entry, next.right.effects, next.right.responses)
  return undefined
}

const stepSafely = <T extends Types>(
  { machine, run }: Replaying<T>,
  state: T['state'],
  input: Input<T>,
): Either<StepError | Crashed, StepResult<T>> => {
  try {
    return machine.step(state, input)
  } catch (thrown) {
    return E.left(crashed(run, machine.name, thrown))
  }
}

/** The input an entry holds. */
export const inputOf = <T extends Types>(run: string, entry: Entry): Either<EffectError, Input<T>> =>
  E.map((value: unknown): Input<T> => {
    const { at, about } = entry
    const effect = { key: about?.key ?? '', effect: about?.tag ?? '' }
    // Casts at the seam: the journal holds what this program was given; its type says what that was.
    switch (entry.kind) {
      case 'started':
        return { _tag: 'started', run, params: value, at }
      case 'settled':
        return { _tag: 'settled', ...effect, outcome: value, at } as Input<T>
      case 'arrived':
        return { _tag: 'arrived', ...effect, partial: value, at } as Input<T>
      case 'told':
      case 'sent':
      case 'withdrawn':
      case 'resumed':
      case 'cancelled':
        return { _tag: 'told', message: value, at } as Input<T>
    }
  })(valueOf(run, entry))
