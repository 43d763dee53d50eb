import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Effect } from '../../kit/effect/index.js'
import type { EffectError } from '../../kit/fault/index.js'
import type { Input, Machine, StepError, StepResult, Types } from '../../kit/machine/index.js'
import type { GraphDelete, GraphUpsert, GraphWritten } from '../../ports/graph/index.js'
import type { Embed, Embedded } from '../../ports/model/index.js'
import type { VectorUpsert } from '../../ports/vector/index.js'
import { unevenVectors } from './uneven.js'
import { outboxLabel, withOutbox } from './outbox.js'
import { pointOf, stampOfNode, type View } from './view.js'

/** What a viewed program asks for beside its own effects. */
export type ViewedEffect = Embed | GraphUpsert | VectorUpsert | GraphDelete

/** The types of a program whose writes are viewed. */
export interface ViewedTypes<T extends Types> extends Types {
  readonly params: T['params']
  readonly state: ViewedState<T>
  readonly effect: T['effect'] | ViewedEffect
  readonly message: T['message']
  readonly response: T['response']
  readonly result: T['result']
}

/** A write on its way: embedded, then written with its outbox, then carried over, then cleared. */
interface Journey {
  readonly write: GraphUpsert
  readonly stage: 'embedding' | 'writing' | 'carrying' | 'clearing'
  /** One for each node that is embedded, view by view. */
  readonly vectors: readonly (readonly number[])[]
  /** Effects of the stage that have not settled. */
  readonly out: number
  readonly isCarried: boolean
}

interface ViewedState<T extends Types> {
  readonly inner: T['state']
  /** By the key of the write. */
  readonly journeys: { readonly [key: string]: Journey }
}

type Result<T extends Types> = StepResult<ViewedTypes<T>>

/**
 * The same program, with every node it writes that a view is of also kept as a vector. The texts are embedded first; node and outbox entry are one
 * write; then the vectors are carried over. The program hears of its write as before. What a vector store does not take stays in the outbox, and
 * the run does not end for it: empty the outbox later. Embedding is an effect like any other: journaled, planned, and under the budget.
 */
export const viewed = <T extends Types>(machine: Machine<T>, views: readonly View[]): Machine<ViewedTypes<T>> => {
  const at = { machine, views }
  return {
    name: `${machine.name}-viewed`,
    version: machine.version,
    initial: { inner: machine.initial, journeys: {} },
    step: (state, input) => {
      const journey = input._tag === 'settled' ? journeyOf(state, input.key) : undefined
      // Casts: what is no journey's is the program's own, and it is typed by the program.
      if (journey === undefined) return inward(at, state, input as Input<T>)
      return travel(at, state, { journey, input: input as Settled })
    },
    status: ({ inner, journeys }) => {
      const status = machine.status(inner)
      return Object.keys(journeys).length > 0 && status !== 'failed' ? 'running' : status
    },
    result: ({ inner }) => machine.result(inner),
    labels: (effect) => ({ ...machine.labels?.(effect) }),
  }
}

interface At<T extends Types> {
  readonly machine: Machine<T>
  readonly views: readonly View[]
}

/** Every effect of a journey has the key of its write before its own. */
const journeyOf = <T extends Types>({ journeys }: ViewedState<T>, key: string): Journey | undefined => {
  const own = Object.keys(journeys).find((write) => key === write || key.startsWith(`${write}/view/`))
  return own === undefined ? undefined : journeys[own]
}

const inward = <T extends Types>(at: At<T>, state: ViewedState<T>, input: Input<T>): Either<StepError, Result<T>> =>
  E.map(({ state: inner, responses, effects }: StepResult<T>): Result<T> => {
    let journeys = state.journeys
    const asked = (effects as readonly Effect[]).map((effect): Effect => {
      if (effect._tag !== 'graph/upsert') return effect
      // A cast after a check: the tag says what it is.
      const write = effect as GraphUpsert
      const texts = embeddedIn(at.views, write).map(({ node, view }) => String(node.properties[view.text] ?? ''))
      if (texts.length === 0) return effect
      journeys = { ...journeys, [write.key]: { write, stage: 'embedding', vectors: [], out: 1, isCarried: true } }
      const embed: Embed = { _tag: 'model/embed', key: `${write.key}/view/embed`, texts }
      return embed
    })
    return { state: { inner, journeys }, responses, effects: asked }
  })(at.machine.step(state.inner, input))

const embeddedIn = (views: readonly View[], { nodes }: GraphUpsert) =>
  views.flatMap((view) =>
    nodes
      .filter((node) => node.label === view.label && stampOfNode(view, node) !== undefined)
      .map((node) => ({ view, node })),
  )

type Settled = Input<ViewedTypes<Types>> & { readonly _tag: 'settled'; readonly outcome: Either<EffectError, unknown> }

interface Step {
  readonly journey: Journey
  readonly input: Settled
}

const travel = <T extends Types>(at: At<T>, state: ViewedState<T>, step: Step): Either<StepError, Result<T>> => {
  const { journey, input } = step
  const { outcome } = input
  switch (journey.stage) {
    case 'embedding':
      return E.isLeft(outcome)
        ? told(at, state, step)
        : embedded(at, state, { ...step, vectors: (outcome.right as Embedded).vectors })
    case 'writing': {
      if (E.isLeft(outcome)) return told(at, state, step)
      const upserts = carrying(at.views, journey)
      const next: Journey = { ...journey, stage: 'carrying', out: upserts.length }
      return told(at, kept(state, next), { ...step, more: upserts })
    }
    case 'carrying': {
      const now = { ...journey, out: journey.out - 1, isCarried: journey.isCarried && E.isRight(outcome) }
      if (now.out > 0) return quiet(kept(state, now), [])
      if (!now.isCarried) return quiet(gone(state, journey), [])
      return quiet(kept(state, { ...now, stage: 'clearing', out: 1 }), [clearing(at.views, journey)])
    }
    case 'clearing':
      return quiet(gone(state, journey), [])
  }
}

const quiet = <T extends Types>(state: ViewedState<T>, effects: readonly ViewedEffect[]): Either<never, Result<T>> =>
  E.right({ state, responses: [], effects })

const kept = <T extends Types>(state: ViewedState<T>, journey: Journey): ViewedState<T> => ({
  ...state,
  journeys: { ...state.journeys, [journey.write.key]: journey },
})

const gone = <T extends Types>(state: ViewedState<T>, { write }: Journey): ViewedState<T> => ({
  ...state,
  journeys: Object.fromEntries(Object.entries(state.journeys).filter(([key]) => key !== write.key)),
})

const embedded = <T extends Types>(
  at: At<T>,
  state: ViewedState<T>,
  { journey, input, vectors }: Step & { readonly vectors: readonly (readonly number[])[] },
): Either<StepError, Result<T>> => {
  const there = embeddedIn(at.views, journey.write)
  if (vectors.length !== there.length) {
    const fault = unevenVectors(`write ${journey.write.key}`, there.length, vectors.length)
    return told(at, state, { journey, input: { ...input, outcome: E.left(fault) } })
  }
  const next: Journey = { ...journey, stage: 'writing', vectors, out: 1 }
  return quiet(kept(state, next), [written(at.views, next)])
}

const written = (views: readonly View[], { write, vectors }: Journey): GraphUpsert => {
  const entries = embeddedIn(views, write).flatMap(({ view, node }, i) => {
    const [, entry] = withOutbox(view, [{ node, vector: vectors[i] ?? [] }]).nodes
    return entry === undefined ? [] : [entry]
  })
  return { ...write, nodes: [...write.nodes, ...entries] }
}

const carrying = (views: readonly View[], { write, vectors }: Journey): readonly VectorUpsert[] => {
  const points = embeddedIn(views, write).map(({ view, node }, i) => ({
    view,
    point: pointOf(view, node, vectors[i] ?? []),
  }))
  return views.flatMap((view): readonly VectorUpsert[] => {
    const own = points.filter((each) => each.view === view).map(({ point }) => point)
    const { collection } = view
    return own.length === 0
      ? []
      : [{ _tag: 'vector/upsert', key: `${write.key}/view/${collection}`, collection, points: own }]
  })
}

const clearing = (views: readonly View[], journey: Journey): GraphDelete => ({
  ...{ _tag: 'graph/delete', key: `${journey.write.key}/view/clear`, relationships: [] },
  nodes: written(views, journey)
    .nodes.filter(({ label }) => label === outboxLabel)
    .map(({ label, id }) => ({ label, id })),
})

/** Tells the program how its write ended; with `more`, the journey goes on. */
const told = <T extends Types>(
  at: At<T>,
  state: ViewedState<T>,
  { journey, input, more }: Step & { readonly more?: readonly ViewedEffect[] },
): Either<StepError, Result<T>> => {
  const { write } = journey
  const { outcome } = input
  const entries = embeddedIn(at.views, write).length
  // A cast: a write is answered with counts; of these the entries are ours.
  const counted = E.map((answer) => ({ ...(answer as GraphWritten), nodes: (answer as GraphWritten).nodes - entries }))(
    outcome,
  )
  const heard = { ...input, key: write.key, effect: write._tag, outcome: counted }
  // A cast: the program asked for this write, and this is how one ends.
  const next = inward(at, more === undefined ? gone(state, journey) : state, heard as unknown as Input<T>)
  return E.map(({ effects, ...rest }: Result<T>): Result<T> => ({ ...rest, effects: [...effects, ...(more ?? [])] }))(
    next,
  )
}
