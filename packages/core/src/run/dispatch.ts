import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Context, Effect, Handler } from '../kit/effect/index.js'
import { defect, thrownText, unsupported, type EffectError } from '../kit/fault/index.js'

/** Takes how an effect ended. */
export type Settle = (effect: Effect, outcome: Either<EffectError, unknown>) => void

/** Bounds of a dispatcher: effects of one tag under way at once, and effects handed over in one batch. */
export interface Limits {
  readonly concurrency: number
  readonly byTag: ReadonlyMap<string, number>
  readonly batch: number
}

/** Carries out effects, each tag in its own lane, and reports each outcome once. */
export interface Dispatcher {
  readonly add: (effects: readonly Effect[]) => void
  /** Starts what the limits allow. */
  readonly launch: () => void
  /** Whether nothing waits and nothing is under way. */
  readonly isIdle: () => boolean
}

interface Lane {
  readonly handler: Handler<Effect>
  readonly limit: number
  readonly ready: Effect[]
  head: number
  flying: number
}

/** What the lanes share. */
interface Flight {
  readonly limits: Limits
  readonly context: Context
  readonly settle: Settle
}

/** A dispatcher over a record of handlers. */
export const dispatcher = (handlers: { readonly [tag: string]: Handler<Effect> }, flight: Flight): Dispatcher => {
  const lanes = new Map<string, Lane>()
  const { byTag, concurrency } = flight.limits
  const laneOf = (tag: string): Lane => {
    const known = lanes.get(tag)
    if (known !== undefined) return known
    const limit = byTag.get(tag) ?? concurrency
    const lane: Lane = {
      handler: handlers[tag] ?? missing,
      limit,
      ready: [],
      head: 0,
      flying: 0,
    }
    lanes.set(tag, lane)
    return lane
  }
  return {
    add: (effects) => {
      for (const effect of effects) laneOf(effect._tag).ready.push(effect)
    },
    launch: () => {
      for (const lane of lanes.values()) launch(lane, flight)
    },
    isIdle: () => {
      for (const lane of lanes.values()) if (lane.flying > 0 || lane.head < lane.ready.length) return false
      return true
    },
  }
}

const launch = (lane: Lane, flight: Flight): void => {
  const { many } = lane.handler
  while (lane.head < lane.ready.length && lane.flying < lane.limit) {
    const size = many === undefined ? 1 : Math.min(flight.limits.batch, lane.ready.length - lane.head)
    const first = lane.head
    lane.head += size
    if (many !== undefined && size > 1) flyMany(lane, { effects: lane.ready.slice(first, lane.head), many }, flight)
    // A cast after a check: the index is inside.
    else flyOne(lane, lane.ready[first] as Effect, flight)
  }
  // What was started is dropped now and then, so that neither memory nor the cost of a step grows with the run.
  if (lane.head > 1024 && lane.head * 2 > lane.ready.length) lane.head -= lane.ready.splice(0, lane.head).length
}

// Here and below: a handler that throws before it gives a promise is treated like one whose promise rejects.
const flyOne = (lane: Lane, effect: Effect, { context, settle }: Flight): void => {
  lane.flying += 1
  const land = (outcome: unknown): void => {
    lane.flying -= 1
    settle(effect, outcomeOf(effect, outcome))
  }
  const broke = (thrown: unknown): void => land(E.left(broken(effect, thrownText(thrown))))
  try {
    lane.handler(effect, context)().then(land, broke)
  } catch (thrown) {
    broke(thrown)
  }
}

interface Batch {
  readonly effects: readonly Effect[]
  readonly many: NonNullable<Handler<Effect>['many']>
}

const flyMany = (lane: Lane, { effects, many }: Batch, { context, settle }: Flight): void => {
  lane.flying += 1
  const land = (given: (effect: Effect, i: number) => unknown): void => {
    lane.flying -= 1
    effects.forEach((effect, i) => settle(effect, outcomeOf(effect, given(effect, i))))
  }
  const told = (outcomes: unknown): void => land((_, i) => (Array.isArray(outcomes) ? outcomes[i] : undefined))
  const broke = (thrown: unknown): void => land((effect) => E.left(broken(effect, thrownText(thrown))))
  try {
    many(effects, context)().then(told, broke)
  } catch (thrown) {
    broke(thrown)
  }
}

/** Types promise an Either; a handler without types may give anything. */
const outcomeOf = (effect: Effect, given: unknown): Either<EffectError, unknown> => {
  const tag = typeof given === 'object' && given !== null && '_tag' in given ? given._tag : undefined
  // A cast after a check: the tag says which.
  return tag === 'Right' || tag === 'Left'
    ? (given as Either<EffectError, unknown>)
    : E.left(broken(effect, 'the handler gave no Either'))
}

const broken = (effect: Effect, because: string): EffectError =>
  defect({
    doing: `carry out ${effect._tag} ${effect.key}`,
    because,
    next: 'A handler must answer with a result or an EffectError: report a bug to its author.',
    ids: { effect: effect.key },
  })

/** Types rule this out; a host without types can still leave a handler out. */
const missing: Handler<Effect> = (effect) => () =>
  Promise.resolve(
    E.left(
      unsupported({
        doing: `carry out ${effect._tag} ${effect.key}`,
        because: `no handler for ${effect._tag}`,
        next: 'Add an adapter that handles it to the interpreter.',
      }),
    ),
  )
