import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../../kit/base/index.js'
import type { EffectError } from '../../../kit/fault/index.js'
import { illegalInput, type Input, type Machine, type StepError, type StepResult } from '../../../kit/machine/index.js'
import type { GraphQuery } from '../../../ports/graph/index.js'
import type { VectorScroll } from '../../../ports/vector/index.js'
import { copyFaults, gatheredRelations, gathering, nothingGathered, type Gathered, type Page } from './gathered.js'
import { inOrder, type Inconsistency } from './inconsistency.js'
import { mendingPlan, type MendingEffect } from './mending.js'
import { nextLook, reading, type ConsistencyParams, type Look } from './reading.js'
import { relationFaults } from './relations.js'

/** The types of {@link consistency}. */
export interface ConsistencyTypes {
  readonly params: ConsistencyParams
  readonly state: ConsistencyState
  readonly effect: VectorScroll | GraphQuery | MendingEffect
  readonly message: never
  readonly response: { readonly _tag: 'Found'; readonly found: number }
  readonly result: Consistency
}

/** What was found, what would mend it, and what was done of that. */
export interface Consistency {
  /** By collection, kind and id. */
  readonly found: readonly Inconsistency[]
  readonly plan: readonly MendingEffect[]
  /** Messages whose vectors have to be made again. */
  readonly anew: readonly string[]
  /** Effects of the plan that were carried out. */
  readonly mended: number
  readonly faults: readonly EffectError[]
}

type Step =
  | { readonly _tag: 'new' }
  | { readonly _tag: 'look'; readonly look: Look }
  | { readonly _tag: 'mend' }
  | { readonly _tag: 'done' }

interface ConsistencyState {
  readonly params: ConsistencyParams | null
  readonly run: string
  readonly step: Step
  readonly so: Gathered
  readonly out: number
  readonly consistency: Consistency
}

/**
 * Reads a collection and the graph behind it, tells where they contradict themselves, and plans what mends it. To look is the dry run; told to mend,
 * it carries the plan out. Contents and vectors are never made up: what has none goes into quarantine. What is written meanwhile may be told as
 * well: look again. Spec chorus 9.4; indexes and the cache are the store's own.
 */
export const consistency: Machine<ConsistencyTypes> = {
  name: 'chorus-consistency',
  version: 1,
  initial: {
    ...{ params: null, run: '', step: { _tag: 'new' }, so: nothingGathered, out: 0 },
    consistency: { found: [], plan: [], anew: [], mended: 0, faults: [] },
  },
  step: (state, input) =>
    input._tag === 'started'
      ? E.right(look({ ...state, run: input.run }, input.params, { from: undefined, at: input.at }))
      : settle(state, input),
  status: ({ step, consistency: { faults } }) =>
    step._tag !== 'done' ? 'running' : faults.length > 0 ? 'partial' : 'done',
  result: (state) => state.consistency,
}

type Result = StepResult<ConsistencyTypes>

const look = (
  state: ConsistencyState,
  params: ConsistencyParams,
  { from, at }: { readonly from: Look | undefined; readonly at: Instant },
): Result => {
  const next = nextLook(params, from)
  if (next === undefined) return judged(state, params, at)
  const now: ConsistencyState = { ...state, params, step: { _tag: 'look', look: next }, out: 1 }
  return { state: now, responses: [], effects: [reading(params, next)] }
}

/** All was read: what is wrong, and what mends it. */
const judged = (state: ConsistencyState, params: ConsistencyParams, at: Instant): Result => {
  const { so, run } = state
  const relations = gatheredRelations(params.view.collection, so)
  const found = inOrder([...so.faults, ...relationFaults(relations), ...copyFaults(params.threads ?? '', so)])
  const plan = mendingPlan(params, so, { found, writer: run, at })
  const effects = params.mode === 'mend' ? plan : []
  const anew = [...so.anew].sort()
  return {
    state: {
      ...{ ...state, so: nothingGathered, out: effects.length },
      step: { _tag: effects.length > 0 ? 'mend' : 'done' },
      consistency: { ...state.consistency, found, plan, anew },
    },
    responses: [{ _tag: 'Found', found: found.length }],
    effects,
  }
}

type Heard = Exclude<Input<ConsistencyTypes>, { readonly _tag: 'started' }>

const settle = (state: ConsistencyState, input: Heard): Either<StepError, Result> => {
  const { step, params, out } = state
  if (params === null || out === 0 || step._tag === 'new' || step._tag === 'done')
    return E.left(illegalInput('verify what is stored', `nobody asked for ${input.key}`))
  if (step._tag === 'mend') return E.right(quiet(mended(state, input.outcome)))
  if (E.isLeft(input.outcome)) {
    const unread = { ...state.consistency, faults: [input.outcome.left] }
    return E.right(quiet({ ...state, out: 0, step: { _tag: 'done' }, consistency: unread }))
  }
  // A cast: a page was asked for, of points or of nodes.
  const page = input.outcome.right as Page & { readonly after?: string | null }
  const so = gathering(params, state.so, { look: step.look, page })
  const last = page.nodes === undefined ? page.after : page.nodes.at(-1)?.id
  return E.right(look({ ...state, so }, params, { from: { ...step.look, after: last ?? undefined }, at: input.at }))
}

const quiet = (state: ConsistencyState): Result => ({ state, responses: [], effects: [] })

const mended = (state: ConsistencyState, outcome: Either<EffectError, unknown>): ConsistencyState => {
  const { consistency: so, out } = state
  const told = E.isLeft(outcome) ? { ...so, faults: [...so.faults, outcome.left] } : { ...so, mended: so.mended + 1 }
  return { ...state, out: out - 1, step: { _tag: out === 1 ? 'done' : 'mend' }, consistency: told }
}
