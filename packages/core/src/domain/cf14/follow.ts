import * as E from 'fp-ts/lib/Either.js'
import { defined, type Instant } from '../../kit/base/index.js'
import type { EffectError } from '../../kit/fault/index.js'
import type { Generate } from '../../ports/index.js'
import { advance, type Cell, type Making } from './cell.js'
import { resolverFailure, type ContextInvalid } from './fault.js'
import type { ValleyResponse, Walking } from './model.js'
import { pipelineOf } from './product.js'
import { ask, labelsOf, type Place } from './question.js'
import type { Stage } from './stage.js'
import { cellAt, store } from './walk.js'

/** What a change of the valley has led to so far. */
export interface Change {
  readonly state: Walking
  readonly responses: readonly ValleyResponse[]
  readonly effects: readonly Generate[]
}

/** Takes a cell as far as its answers allow, asks what it then wants, and tells of its moves. */
export const follow = (change: Change, at: Place & { readonly cell: Cell }, now: Instant): Change => {
  const { cell, ...place } = at
  const pipeline = pipelineOf(place.placed.formula)
  if (pipeline === undefined) return change
  const advanced = advance(cell, makingOf(change.state, place, { pipeline, at: now }))
  const asked = advanced.wanted.map((wanted) => ({
    stage: wanted.stage,
    result: ask(place, wanted, { request: change.state.request, now }),
  }))
  for (const { stage, result } of asked)
    if (E.isLeft(result)) return fail(change, { ...place, cell: advanced.cell, stage }, result.left)
  const made = asked.flatMap(({ result }) => (E.isRight(result) ? [result.right] : []))
  const grown = { ...advanced.cell, calls: [...advanced.cell.calls, ...made.map(({ call }) => call)] }
  const state = store(change.state, place, grown)
  return {
    state: { ...state, pending: state.pending + made.length },
    responses: [...change.responses, ...movesSince(cellAt(change.state, place), grown, place)],
    effects: [...change.effects, ...made.map(({ effect }) => effect)],
  }
}

const makingOf = ({ request }: Walking, place: Place, how: Pick<Making, 'pipeline' | 'at'>): Making => ({
  ...how,
  ...labelsOf(place),
  lensMode: request.lensMode,
  dTemplate: request.dTemplate,
  ...defined({ problem: request.problem }),
})

const movesSince = (before: Cell | undefined, cell: Cell, { placed, index }: Place): readonly ValleyResponse[] =>
  cell.moves
    .slice(before?.moves.length ?? 0)
    .map((move) => ({ _tag: 'CellMoved', matrix: placed.name, index, to: move.to, content: move.content }))

/** A call that failed for good closes its cell; the first failure is the cell's. Its siblings go on. Spec cf14 4.1. */
export const fail = (
  change: Change,
  at: Place & { readonly cell: Cell; readonly stage: Stage },
  cause: EffectError | ContextInvalid,
): Change => {
  const { placed, index, cell, stage } = at
  const failure = cell.failure ?? resolverFailure({ matrix: placed.name, index, stage }, cause)
  const told: readonly ValleyResponse[] = cell.failure === undefined ? [{ _tag: 'CellFailed', failure }] : []
  return { ...change, state: store(change.state, at, { ...cell, failure }), responses: [...change.responses, ...told] }
}
