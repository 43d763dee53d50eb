import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '../../kit/fault/index.js'
import { illegalInput, type Input, type Machine, type StepError, type StepResult } from '../../kit/machine/index.js'
import type { FoundNode } from '../../ports/graph/index.js'
import type { Embedded } from '../../ports/model/index.js'
import type { PointHead } from '../../ports/vector/index.js'
import { driftOf, type Drift } from './finding.js'
import type { DoctorEffect, DoctorState, DoctorTypes, Look, Mend, Read } from './model.js'
import { entryIn } from './outbox.js'
import { unevenVectors } from './uneven.js'
import { lookNext, mendNext } from './rounds.js'
import { stampOfNode, stampOfPoint, type Stamp, type View } from './view.js'

type Result = StepResult<DoctorTypes>

const unread: Read = { nodes: [], points: [], pending: [] }

/**
 * Compares every view with the graph: which points are missing, stale or orphaned, and what waits in the outbox. To look is the dry run: each
 * drift says what would mend it. Told to mend, it makes points again from the texts of the nodes, one embedding each, and deletes orphans; the
 * graph is only read. What changes while it looks may be told as drift: look again. Empty the outbox first.
 */
export const doctor: Machine<DoctorTypes> = {
  name: 'view-doctor',
  version: 1,
  initial: {
    ...{ params: { views: [], mode: 'look' }, step: { _tag: 'new' }, read: unread },
    diagnosis: { drift: [], made: 0, deleted: 0, faults: [] },
  },
  step: (state, input) =>
    input._tag === 'started'
      ? E.right(look({ ...state, params: input.params }, lookNext(input.params, undefined)))
      : settle(state, input),
  status: ({ step, diagnosis }) =>
    step._tag !== 'done' ? 'running' : diagnosis.faults.length > 0 ? 'partial' : 'done',
  result: ({ diagnosis }) => diagnosis,
}

const quiet = (state: DoctorState): Result => ({ state, responses: [], effects: [] })

const look = (state: DoctorState, to: { readonly look: Look; readonly effect: DoctorEffect } | undefined): Result =>
  to === undefined
    ? state.params.mode === 'mend'
      ? mend(state, undefined)
      : quiet({ ...state, step: { _tag: 'done' } })
    : { state: { ...state, step: { _tag: 'look', look: to.look } }, responses: [], effects: [to.effect] }

const mend = (state: DoctorState, from: Mend | undefined): Result => {
  const to = mendNext(state.params, state.diagnosis.drift, from)
  return to === undefined
    ? quiet({ ...state, step: { _tag: 'done' } })
    : { state: { ...state, step: { _tag: 'mend', mend: to.mend } }, responses: [], effects: [to.effect] }
}

type Heard = Exclude<Input<DoctorTypes>, { readonly _tag: 'started' }>

const settle = (state: DoctorState, input: Heard): Either<StepError, Result> => {
  const { step } = state
  switch (step._tag) {
    case 'new':
    case 'done':
      return E.left(illegalInput('look at views', `nobody asked for ${input.key}`))
    case 'look':
      return E.right(
        E.isLeft(input.outcome)
          ? unseen(state, step.look, input.outcome.left)
          : seen(state, step.look, input.outcome.right),
      )
    case 'mend':
      return E.right(
        E.isLeft(input.outcome) ? end(state, input.outcome.left) : mended(state, step.mend, input.outcome.right),
      )
  }
}

const end = (state: DoctorState, fault: EffectError): Result => {
  const { diagnosis } = state
  return quiet({ ...state, step: { _tag: 'done' }, diagnosis: { ...diagnosis, faults: [...diagnosis.faults, fault] } })
}

/** A collection that is not there has no points, and that is told; any other fault ends the looking. */
const unseen = (state: DoctorState, at: Look, fault: EffectError): Result => {
  if (at.kind !== 'points' || fault._tag !== 'NotFound') return end(state, fault)
  const { collection } = at.view
  const drift: readonly Drift[] = [{ _tag: 'no_collection', collection, id: '' }]
  return compared(state, at, drift)
}

// Casts below: what was asked for says what its outcome holds; the union of all outcomes has lost it.
const seen = (state: DoctorState, at: Look, outcome: unknown): Result => {
  const { read, params } = state
  const { view } = at
  if (at.kind === 'points') {
    const { points, after } = outcome as { readonly points: readonly PointHead[]; readonly after: string | null }
    const there = points.map(({ id, payload }) => [id, stampOfPoint(payload)] as const)
    const now = { ...state, read: { ...read, points: [...read.points, there] } }
    return after === null ? compared(now, at, []) : look(now, lookNext(params, { ...at, after }))
  }
  const { nodes } = outcome as { readonly nodes: readonly FoundNode[] }
  const last = nodes.at(-1)?.id
  const more =
    at.kind === 'nodes'
      ? { nodes: [...read.nodes, nodes.flatMap((node) => stamped(view, node))] }
      : { pending: [...read.pending, nodes.flatMap((node) => entryIn(node)?.node ?? [])] }
  return look({ ...state, read: { ...read, ...more } }, lookNext(params, { ...at, after: last }))
}

const stamped = (view: View, node: FoundNode): readonly (readonly [string, Stamp])[] => {
  const stamp = stampOfNode(view, node)
  return stamp === undefined ? [] : [[node.id, stamp]]
}

const compared = (state: DoctorState, at: Look, before: readonly Drift[]): Result => {
  const { read, params, diagnosis } = state
  const sighting = {
    nodes: new Map(read.nodes.flat()),
    points: new Map(read.points.flat()),
    pending: new Set(read.pending.flat()),
  }
  const drift = [...before, ...driftOf(at.view, sighting)]
  const now = { ...state, read: unread, diagnosis: { ...diagnosis, drift: [...diagnosis.drift, ...drift] } }
  const following = look(now, lookNext(params, { ...at, after: undefined }))
  const told = { _tag: 'Looked', collection: at.view.collection, drift: drift.length } as const
  return { ...following, responses: [told, ...following.responses] }
}

const mended = (state: DoctorState, at: Mend, outcome: unknown): Result => {
  const { diagnosis } = state
  switch (at.kind) {
    case 'collection':
      return mend(state, at)
    case 'orphans':
      return mend({ ...state, diagnosis: { ...diagnosis, deleted: diagnosis.deleted + at.ids.length } }, at)
    case 'read':
      return mend(state, { ...at, nodes: (outcome as { readonly nodes: readonly FoundNode[] }).nodes })
    case 'embed': {
      const { vectors } = outcome as Embedded
      return vectors.length === at.nodes.length
        ? mend(state, { ...at, vectors })
        : end(state, unevenVectors(`make points of ${at.view.collection} again`, at.nodes.length, vectors.length))
    }
    case 'points':
      return mend({ ...state, diagnosis: { ...diagnosis, made: diagnosis.made + at.nodes.length } }, at)
  }
}
