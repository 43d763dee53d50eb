import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../kit/base/index.js'
import type { Effect } from '../../kit/effect/index.js'
import type { EffectError } from '../../kit/fault/index.js'
import type { Input, Machine, Status, StepError, StepResult, Types } from '../../kit/machine/index.js'
import { crashed, type Crashed } from '../fault.js'
import { unplannable, type Unplannable } from './answers.js'
import { soonest } from './soonest.js'

/** How an effect will have ended, and when. */
export interface Landing {
  readonly outcome: Either<EffectError, unknown>
  readonly at: Instant
}

/** A run that makes no call. */
export interface Course<T extends Types> {
  readonly machine: Machine<T>
  readonly params: T['params']
  readonly run: string
  /** The instant of the start. */
  readonly from: Instant
  /** Effects of one tag under way at once. */
  readonly limitOf: (tag: string) => number
  /** Effects after which it is given up. */
  readonly most: number
  /** The answer of an earlier run, which waits for no lane. */
  readonly known: (effect: T['effect']) => Landing['outcome'] | undefined
  readonly launch: (effect: T['effect'], now: Instant) => Either<Unplannable, Landing>
}

/** Why a run cannot be planned. */
export type PlanFault = StepError | Crashed | Unplannable

/** Where it ended, and how long it took. `running` with nothing under way: it would wait for somebody. */
export interface Arrived {
  readonly status: Status
  readonly ms: number
}

interface Flight {
  /** None for what waited for none. */
  readonly lane: Lane | undefined
  readonly effect: Effect
  readonly outcome: Landing['outcome']
}

interface Lane {
  readonly limit: number
  readonly ready: Effect[]
  head: number
  flying: number
}

/**
 * Folds a machine over answers that are there at once, in the order in which they would come: each tag in its lane, each effect as long under way
 * as it is said to be. It is what the runner does, with a clock that jumps. A step costs O(log n) of what is under way, and what the machine takes.
 */
export const sail = <T extends Types>(course: Course<T>): Either<PlanFault, Arrived> => {
  const { machine, params, run, from } = course
  const stepped = stepper(course)
  const flying = soonest<Flight>()
  const lanes = harbour(course, flying)
  let now = from
  let state = machine.initial
  let input: Input<T> = { _tag: 'started', run, params, at: from }
  for (;;) {
    const next = stepped(state, input)
    if (E.isLeft(next)) return next
    state = next.right.state
    const { status } = next.right
    if (status !== 'running') return E.right({ status, ms: now - from })
    const refused = lanes.launch(next.right.effects, now)
    if (refused !== undefined) return E.left(refused)
    const landed = flying.take()
    if (landed === undefined) return E.right({ status, ms: now - from })
    now = landed.at
    const { lane, effect, outcome } = landed.item
    if (lane !== undefined) lane.flying -= 1
    // A cast at the seam: placeholder answers are typed by the effect's tag, which the lanes have forgotten.
    input = { _tag: 'settled', key: effect.key, effect: effect._tag, outcome, at: now } as Input<T>
  }
}

interface Stepped<T extends Types> extends StepResult<T> {
  readonly status: Status
}

/** A step that throws is a bug of the machine. */
const stepper =
  <T extends Types>({ machine, run }: Course<T>) =>
  (state: T['state'], input: Input<T>): Either<StepError | Crashed, Stepped<T>> => {
    try {
      return E.map((next: StepResult<T>) => ({ ...next, status: machine.status(next.state) }))(
        machine.step(state, input),
      )
    } catch (thrown) {
      return E.left(crashed(run, machine.name, thrown))
    }
  }

/** The lanes of a run: what is ready starts as soon as the limits allow; a known answer is there at once. */
const harbour = <T extends Types>(course: Course<T>, flying: ReturnType<typeof soonest<Flight>>) => {
  const lanes = new Map<string, Lane>()
  let flown = 0
  const fly = (at: Instant, flight: Flight): void => {
    flown += 1
    flying.put(at, flight)
  }
  const laneOf = (tag: string): Lane => {
    const known = lanes.get(tag)
    if (known !== undefined) return known
    const lane: Lane = { limit: course.limitOf(tag), ready: [], head: 0, flying: 0 }
    lanes.set(tag, lane)
    return lane
  }
  const leave = (lane: Lane, now: Instant): Unplannable | undefined => {
    while (lane.head < lane.ready.length && lane.flying < lane.limit && flown <= course.most) {
      // A cast after a check: the index is inside.
      const effect = lane.ready[lane.head] as Effect
      const landing = course.launch(effect, now)
      if (E.isLeft(landing)) return landing.left
      lane.head += 1
      lane.flying += 1
      fly(Math.max(now, landing.right.at), { lane, effect, outcome: landing.right.outcome })
    }
    if (lane.head > 1024 && lane.head * 2 > lane.ready.length) lane.head -= lane.ready.splice(0, lane.head).length
    return flown > course.most ? endless(course) : undefined
  }
  return {
    launch: (effects: readonly Effect[], now: Instant): Unplannable | undefined => {
      for (const effect of effects) {
        const outcome = course.known(effect)
        if (outcome === undefined) laneOf(effect._tag).ready.push(effect)
        else fly(now, { lane: undefined, effect, outcome })
      }
      for (const lane of lanes.values()) {
        const refused = leave(lane, now)
        if (refused !== undefined) return refused
      }
      return undefined
    },
  }
}

const endless = <T extends Types>({ machine, run, most }: Course<T>): Unplannable =>
  unplannable({
    doing: `plan ${machine.name}`,
    because: `it has not ended after ${most} effects`,
    next: 'Give answers that let it end, or raise most.',
    ids: { run },
  })
