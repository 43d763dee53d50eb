import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { badInput, type EffectError } from '../../kit/fault/index.js'
import { illegalInput, type Input, type Machine, type StepError, type StepResult } from '../../kit/machine/index.js'
import type { FoundNode, GraphDelete, GraphQuery, NodeRef } from '../../ports/graph/index.js'
import type { VectorDelete, VectorUpsert } from '../../ports/vector/index.js'
import { entryIn, outboxLabel, type OutboxEntry } from './outbox.js'
import { pointOf, stampOfNode, versionOf, type View } from './view.js'

/** What the outbox is emptied with. */
export interface CarryParams {
  readonly views: readonly View[]
  /** Entries in one go: 100 unless given. */
  readonly batch?: number
}

type CarryEffect = GraphQuery | GraphDelete | VectorUpsert | VectorDelete

/** The types of {@link outbox}. */
export interface CarryTypes {
  readonly params: CarryParams
  readonly state: CarryState
  readonly effect: CarryEffect
  readonly message: never
  readonly response: { readonly _tag: 'Carried'; readonly entries: number }
  readonly result: Carried
}

/** What was carried over, and what kept the rest from it. */
export interface Carried {
  readonly entries: number
  readonly faults: readonly EffectError[]
}

interface CarryState {
  readonly params: CarryParams
  readonly phase: 'new' | 'entries' | 'nodes' | 'vectors' | 'clearing' | 'done'
  readonly page: number
  /** Effects of the phase that have not settled. */
  readonly out: number
  readonly entries: readonly OutboxEntry[]
  readonly nodes: readonly FoundNode[]
  readonly last: string
  readonly carried: Carried
}

type Result = StepResult<CarryTypes>

/**
 * Carries what waits in the outbox over to the vectors, and deletes what it carried. An entry whose node has moved on is passed over: a later one
 * stands for it. What cannot be carried stays, and the run ends `partial`; starting it anew goes on. Doing it twice changes nothing.
 */
export const outbox: Machine<CarryTypes> = {
  name: 'view-outbox',
  version: 1,
  initial: {
    ...{ params: { views: [] }, phase: 'new', page: 0, out: 0, entries: [], nodes: [], last: '' },
    carried: { entries: 0, faults: [] },
  },
  step: (state, input) => (input._tag === 'started' ? begin(state, input.params) : settle(state, input)),
  status: ({ phase, carried }) => (phase !== 'done' ? 'running' : carried.faults.length > 0 ? 'partial' : 'done'),
  result: ({ carried }) => carried,
}

const begin = (state: CarryState, params: CarryParams): Either<StepError, Result> => {
  const twice = params.views.findIndex(({ collection }, i) =>
    params.views.some((o, j) => j < i && o.collection === collection),
  )
  if (twice !== -1)
    return E.left(
      badInput('carry an outbox over', [
        { path: `views[${twice}].collection`, code: 'twice', message: 'two views share one collection' },
      ]),
    )
  return E.right(enter({ ...state, params }, 'entries', [entriesQuery(params, 0, '')]))
}

const enter = (state: CarryState, phase: CarryState['phase'], effects: readonly CarryEffect[]): Result =>
  effects.length === 0 && phase !== 'done'
    ? next({ ...state, phase, out: 0 })
    : { state: { ...state, phase, out: effects.length }, responses: [], effects }

const batchOf = ({ batch = 100 }: CarryParams): number => batch

const entriesQuery = (params: CarryParams, page: number, last: string): GraphQuery => ({
  ...{ _tag: 'graph/query', key: `entries/${page}`, limit: batchOf(params), orderBy: [{ by: 'id' }] },
  match: {
    label: outboxLabel,
    where: [
      { _tag: 'gt', name: 'id', value: last },
      { _tag: 'in', name: 'collection', values: params.views.map(({ collection }) => collection) },
    ],
  },
})

const settle = (
  state: CarryState,
  input: Exclude<Input<CarryTypes>, { readonly _tag: 'started' }>,
): Either<StepError, Result> => {
  if (state.out === 0) return E.left(illegalInput('carry an outbox over', `nobody asked for ${input.key}`))
  const out = state.out - 1
  if (E.isLeft(input.outcome)) {
    const carried = { ...state.carried, faults: [...state.carried.faults, input.outcome.left] }
    return E.right(after({ ...state, out, carried }))
  }
  if (input.effect !== 'graph/query') return E.right(after({ ...state, out }))
  // A cast: the effect's tag says what its outcome holds, which the union has lost.
  const { nodes } = input.outcome.right as { readonly nodes: readonly FoundNode[] }
  return E.right(
    after(
      state.phase === 'entries'
        ? {
            ...state,
            out,
            entries: nodes.flatMap((node) => entryIn(node) ?? []),
            last: nodes.at(-1)?.id ?? '',
            nodes: [],
          }
        : { ...state, out, nodes: [...state.nodes, ...nodes] },
    ),
  )
}

/** When all of a phase has settled; a fault ends the run, and what was not cleared stays in the outbox. */
const after = (state: CarryState): Result => {
  if (state.out > 0) return { state, responses: [], effects: [] }
  return state.carried.faults.length > 0 ? enter(state, 'done', []) : next(state)
}

const next = (state: CarryState): Result => {
  const { params, phase, page, entries } = state
  switch (phase) {
    case 'new':
    case 'done':
      return { state, responses: [], effects: [] }
    case 'entries':
      return state.last === '' ? enter(state, 'done', []) : enter(state, 'nodes', nodeQueries(state))
    case 'nodes':
      return enter(state, 'vectors', vectorEffects(state))
    case 'vectors':
      return enter(state, 'clearing', clearing(state))
    case 'clearing': {
      const carried = { ...state.carried, entries: state.carried.entries + entries.length }
      const query = entriesQuery(params, page + 1, state.last)
      const there = enter({ ...state, page: page + 1, last: '', carried }, 'entries', [query])
      return { ...there, responses: [{ _tag: 'Carried', entries: entries.length }] }
    }
  }
}

const byView = ({ params, entries }: CarryState) =>
  params.views
    .map((view) => ({ view, entries: entries.filter(({ collection }) => collection === view.collection) }))
    .filter((group) => group.entries.length > 0)

const nodeQueries = (state: CarryState): readonly GraphQuery[] =>
  byView(state).map(({ view, entries }) => ({
    ...{ _tag: 'graph/query', key: `nodes/${state.page}/${view.collection}` },
    match: { label: view.label, where: [{ _tag: 'in', name: 'id', values: entries.map(({ node }) => node) }] },
  }))

/** The entries that stand for their node as it is now. */
const current = (state: CarryState, view: View, entries: readonly OutboxEntry[]) =>
  entries.flatMap((entry) => {
    const node = state.nodes.find(({ label, id }) => label === view.label && id === entry.node)
    const isCurrent = node === undefined ? entry.vector === undefined : versionOf(view, node) === entry.version
    return isCurrent ? [{ entry, node }] : []
  })

const vectorEffects = (state: CarryState): readonly CarryEffect[] =>
  byView(state).flatMap(({ view, entries }): readonly CarryEffect[] => {
    const there = current(state, view, entries)
    const gone = there.filter(({ entry }) => entry.vector === undefined).map(({ entry }) => entry.node)
    const points = there.flatMap(({ entry: { vector, node: id }, node }) =>
      vector === undefined || node === undefined || gone.includes(id) || stampOfNode(view, node) === undefined
        ? []
        : [pointOf(view, node, vector)],
    )
    const { collection } = view
    const place = `${state.page}/${collection}`
    return [
      ...(points.length === 0 ? [] : [{ _tag: 'vector/upsert', key: `points/${place}`, collection, points } as const]),
      ...(gone.length === 0 ? [] : [{ _tag: 'vector/delete', key: `gone/${place}`, collection, ids: gone } as const]),
    ]
  })

const clearing = (state: CarryState): readonly GraphDelete[] => {
  const going = byView(state).flatMap(({ view, entries }) =>
    current(state, view, entries).flatMap(({ entry, node }): readonly NodeRef[] =>
      entry.vector === undefined && node !== undefined ? [{ label: view.label, id: node.id }] : [],
    ),
  )
  const done = state.entries.map(({ id }): NodeRef => ({ label: outboxLabel, id }))
  const nodes = [...going, ...done]
  return nodes.length === 0 ? [] : [{ _tag: 'graph/delete', key: `clear/${state.page}`, nodes, relationships: [] }]
}
