import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Context, Effect, Handler } from '../kit/effect/index.js'
import { defect, thrownText, unsupported, type EffectError } from '../kit/fault/index.js'
import { partsOf, type Hear } from './parts.js'
import type { Task } from './task.js'

/** Takes how an effect ended; `flaw` is what was wrong with a part that it told before. */
export type Settle = (task: Task, outcome: Either<EffectError, unknown>, flaw?: EffectError) => void

/** Bounds of a dispatcher: effects of one tag under way at once, and effects handed over in one batch. */
export interface Limits {
  readonly concurrency: number
  readonly byTag: ReadonlyMap<string, number>
  readonly batch: number
}

/** Tasks that go together: one, or a batch for a `many` handler. */
export interface Flight {
  readonly lane: Lane
  readonly tasks: readonly Task[]
}

/** Carries out effects, each tag in its own lane, and reports each outcome once. */
export interface Dispatcher {
  readonly add: (task: Task) => void
  /** Takes what the limits allow and `admit` lets pass, in order; what it does not let pass keeps its place. */
  readonly take: (admit: (task: Task) => Task | undefined) => readonly Flight[]
  readonly launch: (flights: readonly Flight[]) => void
  /** Back to the head of its lane: it was not carried out. */
  readonly putBack: (task: Task) => void
  readonly hasReady: () => boolean
  /** Batches and single effects under way. */
  readonly flying: () => number
  /** What has not been taken, in order, tag by tag. */
  readonly ready: () => readonly Task[]
}

/** The queue of one tag. */
interface Lane {
  readonly handler: Handler<Effect>
  readonly limit: number
  readonly ready: Task[]
  head: number
  flying: number
}

/** What the lanes share. */
interface Shared {
  readonly limits: Limits
  readonly context: Context
  readonly settle: Settle
  readonly hear: Hear
}

/** A dispatcher over a record of handlers. */
export const dispatcher = (handlers: { readonly [tag: string]: Handler<Effect> }, shared: Shared): Dispatcher => {
  const lanes = new Map<string, Lane>()
  const { byTag, concurrency } = shared.limits
  const laneOf = (tag: string): Lane => {
    const known = lanes.get(tag)
    if (known !== undefined) return known
    const limit = byTag.get(tag) ?? concurrency
    const lane: Lane = { handler: handlers[tag] ?? missing, limit, ready: [], head: 0, flying: 0 }
    lanes.set(tag, lane)
    return lane
  }
  return {
    add: (task) => void laneOf(task.effect._tag).ready.push(task),
    take: (admit) => {
      let flights: Flight[] = []
      for (const lane of lanes.values()) {
        const taken = take(lane, { most: shared.limits.batch, admit })
        flights = flights.length === 0 ? taken : [...flights, ...taken]
      }
      return flights
    },
    launch: (flights) => {
      for (const flight of flights) launch(flight, shared)
    },
    putBack: (task) => {
      const lane = laneOf(task.effect._tag)
      if (lane.head > 0) lane.ready[(lane.head -= 1)] = task
      else lane.ready.unshift(task)
    },
    flying: () => {
      let sum = 0
      for (const lane of lanes.values()) sum += lane.flying
      return sum
    },
    hasReady: () => {
      for (const lane of lanes.values()) if (lane.head < lane.ready.length) return true
      return false
    },
    ready: () => [...lanes.values()].flatMap(({ ready, head }) => ready.slice(head)),
  }
}

interface Taking {
  readonly most: number
  readonly admit: (task: Task) => Task | undefined
}

const take = (lane: Lane, { most, admit }: Taking): Flight[] => {
  const batch = lane.handler.many === undefined ? 1 : most
  let flights: Flight[] = []
  while (lane.head < lane.ready.length && lane.flying < lane.limit) {
    const tasks = takeFlight(lane, batch, admit)
    if (tasks === undefined) break
    lane.flying += 1
    // Here and below: an array of one is written as such, because the first push would reserve room for seventeen.
    if (flights.length === 0) flights = [{ lane, tasks }]
    else flights.push({ lane, tasks })
  }
  // What was taken is dropped now and then, so that neither memory nor the cost of a step grows with the run.
  if (lane.head > 1024 && lane.head * 2 > lane.ready.length) lane.head -= lane.ready.splice(0, lane.head).length
  return flights
}

/** The tasks of one flight, or nothing where not even one is admitted. */
const takeFlight = (lane: Lane, batch: number, admit: Taking['admit']): readonly Task[] | undefined => {
  const first = admitNext(lane, admit)
  if (first === undefined) return undefined
  const tasks = [first]
  while (tasks.length < batch) {
    const next = admitNext(lane, admit)
    if (next === undefined) break
    tasks.push(next)
  }
  return tasks
}

const admitNext = (lane: Lane, admit: Taking['admit']): Task | undefined => {
  const next = lane.ready[lane.head]
  const admitted = next && admit(next)
  if (admitted === undefined) return undefined
  lane.head += 1
  if (lane.head === lane.ready.length) empty(lane)
  return admitted
}

/** Where effects follow one another a lane is empty after each: nothing of the run's past is held on to. */
const empty = (lane: Lane): void => {
  // Taken off and not cut off where it is one: the room for it stays.
  if (lane.ready.length === 1) lane.ready.pop()
  else lane.ready.length = 0
  lane.head = 0
}

const launch = ({ lane, tasks }: Flight, shared: Shared): void => {
  const { many } = lane.handler
  if (many !== undefined && tasks.length > 1) return flyMany(lane, { tasks, many }, shared)
  // A cast after a check: a flight has a task at the least.
  return flyOne(lane, tasks[0] as Task, shared)
}

// Here and below: a handler that throws before it gives a promise is treated like one whose promise rejects.
const flyOne = (lane: Lane, task: Task, { context, settle, hear }: Shared): void => {
  // Only where parts may come: everything else shares one context.
  const parts = task.terms.isTelling ? partsOf(task, context, hear) : undefined
  const land = (outcome: unknown): void => {
    lane.flying -= 1
    settle(task, outcomeOf(task.effect, outcome), parts?.close())
  }
  const broke = (thrown: unknown): void => land(E.left(broken(task.effect, thrownText(thrown))))
  try {
    const carried = lane.handler(task.effect, parts?.context ?? context)
    carried().then(land, broke)
  } catch (thrown) {
    broke(thrown)
  }
}

interface Batch {
  readonly tasks: readonly Task[]
  readonly many: NonNullable<Handler<Effect>['many']>
}

const flyMany = (lane: Lane, { tasks, many }: Batch, { context, settle }: Shared): void => {
  const land = (given: (effect: Effect, i: number) => unknown): void => {
    lane.flying -= 1
    tasks.forEach((task, i) => settle(task, outcomeOf(task.effect, given(task.effect, i))))
  }
  const told = (outcomes: unknown): void => land((_, i) => (Array.isArray(outcomes) ? outcomes[i] : undefined))
  const broke = (thrown: unknown): void => land((effect) => E.left(broken(effect, thrownText(thrown))))
  try {
    many(
      tasks.map(({ effect }) => effect),
      context,
    )().then(told, broke)
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

/** A handler that threw, or answered outside of its type. */
export const broken = (effect: Effect, because: string): EffectError =>
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
