import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { at, defined } from '../../kit/base/index.js'
import type { EffectError } from '../../kit/fault/index.js'
import type { GraphMigrate, GraphUpsert } from '../../ports/graph/index.js'
import { productBatch, threadOf } from './batch.js'
import { threadEnd } from './end.js'
import { batchValidationFailed, type PersistenceFailure } from './fault.js'
import type { ValleyResponse, Walking, Writing } from './model.js'
import { products } from './product.js'
import { addCounts, countsOf, type Batch } from './store/batch.js'
import { threadNode } from './store/nodes.js'
import { writesOf } from './store/slices.js'
import { enforceConsistency, storeFault } from './store/valid/consistency.js'
import type { Known } from './store/valid/known.js'
import { validateBatch } from './store/valid/validate.js'
import { offsetOf } from './walk.js'

/** What the next writes have led to. */
export interface Written {
  readonly state: Walking
  readonly responses: readonly ValleyResponse[]
  readonly effects: readonly (GraphUpsert | GraphMigrate)[]
}

/**
 * Hands out the next writes where none is under way: one product after the other in the order of the valley, so that no relationship is written
 * before both of its ends; of a product one group of slices at a time. At the end the thread is told how the run ended, where it does not say so yet.
 */
export const nextWrites = (state: Walking): Written => {
  if (state.writing._tag !== 'idle') return quiet(state)
  if (state.unwritten.length === 0) return state.pending > 0 ? quiet(state) : close(state)
  const batch = batchNow(state)
  const fault = batch === undefined ? undefined : faultOf(state, batch)
  return batch === undefined || fault !== undefined ? after(lose(state, fault)) : send(state, batch, 0)
}

const quiet = (state: Walking): Written => ({ state, responses: [], effects: [] })

const close = (state: Walking): Written => {
  const status = threadEnd(state)
  if (state.told === undefined || state.told === status) return quiet({ ...state, writing: { _tag: 'closed' } })
  const effect: GraphUpsert = {
    _tag: 'graph/upsert',
    key: 'write/thread',
    nodes: [threadNode(threadOf(state, status))],
    relationships: [],
  }
  return { state: { ...state, writing: { _tag: 'closing' } }, responses: [], effects: [effect] }
}

/** What is written last says how the run has ended: it is known by then. */
const batchNow = (state: Walking): Batch | undefined => {
  const [first] = state.unwritten
  const isLast = state.pending === 0 && state.unwritten.length === 1
  return first === undefined ? undefined : productBatch(state, first, isLast ? threadEnd(state) : 'running')
}

const faultOf = (state: Walking, batch: Batch): PersistenceFailure | undefined => {
  const known = knownBy(state)
  const findings = validateBatch(batch, known)
  if (findings.length > 0) return batchValidationFailed(`write ${state.unwritten[0] ?? ''}`, findings)
  const consistent = enforceConsistency(batch, known)
  return E.isLeft(consistent) ? consistent.left : undefined
}

/** The valley knows every cell that it has begun. */
const knownBy =
  (state: Walking): Known =>
  (id) => {
    const [thread, name, ...index] = id.split(':')
    const product = products.find((each) => each.name === name)
    const made = product === undefined ? undefined : state.made[product.name]
    if (made === undefined || thread !== state.threadId) return undefined
    return at(offsetOf(made.placed, index.map(Number)), made.cells)?.createdAt
  }

/** One group of slices of the first product. */
const send = (state: Walking, batch: Batch, group: number): Written => {
  const groups = writesOf(batch, `write/${state.unwritten[0] ?? ''}`)
  const effects = groups[group] ?? []
  const writing: Writing = {
    ...{ _tag: 'slices', group, groups: groups.length, out: effects.map(({ key }) => key) },
    ...{ counts: countsOf(batch), says: batch.thread.status },
  }
  return { state: { ...state, writing }, responses: [], effects }
}

const finish = (state: Walking, { counts, says }: Slices): Written =>
  quiet({
    ...state,
    ...{ writing: { _tag: 'idle' }, unwritten: state.unwritten.slice(1), told: says },
    persisted: addCounts(state.persisted, counts),
  })

type Slices = Extract<Writing, { readonly _tag: 'slices' }>

const lose = (state: Walking, error: PersistenceFailure | undefined): Written => {
  const [matrix, ...rest] = state.unwritten
  const next: Walking = { ...state, writing: { _tag: 'idle' }, unwritten: rest }
  if (matrix === undefined || error === undefined) return quiet(next)
  const told = warn(next, `not_written:${matrix}:${error._tag}`)
  return { ...told, state: { ...told.state, lost: [...next.lost, { matrix, error }] } }
}

const warn = (state: Walking, warning: string): Written => ({
  state: { ...state, warnings: [...state.warnings, warning] },
  responses: [{ _tag: 'Warned', warning }],
  effects: [],
})

/** A change, and what is written next because of it. */
const after = ({ state, responses, effects }: Written): Written => {
  const next = nextWrites(state)
  return {
    state: next.state,
    responses: [...responses, ...next.responses],
    effects: [...effects, ...next.effects],
  }
}

/** The store's schema stands, or it does not: then each write shows for itself whether it can be done. */
export const migrated = (state: Walking, outcome: Either<EffectError, unknown>): Written => {
  const next: Walking = { ...state, writing: { _tag: 'idle' } }
  return after(E.isLeft(outcome) ? warn(next, `not_migrated:${outcome.left._tag}`) : quiet(next))
}

/** One write has settled; undefined where nobody asked for it. */
export const written = (state: Walking, key: string, outcome: Either<EffectError, unknown>): Written | undefined => {
  const { writing } = state
  if (writing._tag === 'closing' && key === 'write/thread') {
    const closed: Walking = { ...state, writing: { _tag: 'closed' } }
    return E.isLeft(outcome) ? warn(closed, `not_written:thread:${outcome.left._tag}`) : quiet(closed)
  }
  if (writing._tag !== 'slices' || !writing.out.includes(key)) return undefined
  const out = writing.out.filter((each) => each !== key)
  const failure = writing.failure ?? (E.isLeft(outcome) ? refused(state, outcome.left) : undefined)
  const heard: Slices = { ...writing, out, ...defined({ failure }) }
  const next: Walking = { ...state, writing: heard }
  if (out.length > 0) return quiet(next)
  if (failure !== undefined) return after(lose(next, failure))
  const batch = writing.group + 1 < writing.groups ? batchNow(next) : undefined
  return batch === undefined ? after(finish(next, heard)) : send(next, batch, writing.group + 1)
}

const refused = (state: Walking, error: EffectError): PersistenceFailure => {
  const states = batchNow(state)?.states ?? []
  return storeFault(
    states.map(({ id }) => id),
    error,
  )
}
