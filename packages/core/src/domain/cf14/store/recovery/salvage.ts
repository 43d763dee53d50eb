import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { EffectError } from '../../../../kit/fault/index.js'
import type { GraphUpsert } from '../../../../ports/graph/index.js'
import { writesOf } from '../slices.js'
import type { FallbackUpsert } from './fallback.js'
import { isCritical, type QueueItem, type RecoveryResult } from './item.js'
import { quiet, type Change, type RecoveryResponse, type RecoveryState, type Salvage } from './model.js'
import { cutTo, partOf } from './part.js'

type Outcome = Either<EffectError, unknown>

/** Partial recovery of an item: first the valid components are kept in the fallback store. Spec cf14 6.7. */
export const keep = (state: RecoveryState, item: QueueItem): Change =>
  keepGroup({ ...state, salvage: { ...partOf(item.batch), kept: [], written: [], hasFallbackFailed: false } }, item, 0)

const keepGroup = (state: RecoveryState, item: QueueItem, group: number): Change => {
  const { salvage } = state
  if (salvage === undefined) return quiet(state)
  const groups = writesOf(cutTo(item.batch, salvage.valid, 'inside'), `${item.id}/keep`)
  const effects = (groups[group] ?? []).map((write): FallbackUpsert => ({ ...write, _tag: 'fallback/upsert' }))
  if (effects.length === 0) return conclude({ ...state, salvage: { ...salvage, kept: salvage.valid } }, item)
  const work = { _tag: 'keeping', group, groups: groups.length, out: effects.map(({ key }) => key) } as const
  return { state: { ...state, work }, responses: [], effects }
}

/** A write to the fallback store has settled; after the last the real store is asked whether it answers. */
export const kept = (
  state: RecoveryState,
  item: QueueItem,
  settled: { readonly key: string; readonly outcome: Outcome },
): Change => {
  const { work, salvage } = state
  if (work._tag !== 'keeping' || salvage === undefined) return quiet(state)
  const out = work.out.filter((key) => key !== settled.key)
  const hasFallbackFailed = salvage.hasFallbackFailed || E.isLeft(settled.outcome)
  const next: RecoveryState = { ...state, salvage: { ...salvage, hasFallbackFailed }, work: { ...work, out } }
  if (out.length > 0) return quiet(next)
  if (!hasFallbackFailed && work.group + 1 < work.groups) return keepGroup(next, item, work.group + 1)
  return probe(
    { ...next, salvage: { ...salvage, hasFallbackFailed, kept: hasFallbackFailed ? [] : salvage.valid } },
    item,
  )
}

const probe = (state: RecoveryState, { id, batch }: QueueItem): Change => ({
  state: { ...state, work: { _tag: 'probing' } },
  responses: [],
  effects: [
    {
      ...{ _tag: 'graph/query', key: `${id}/probe`, limit: 0 },
      match: { label: 'SemanticThread', where: [{ _tag: 'eq', name: 'id', value: batch.thread.id }] },
    },
  ],
})

/** A store that answers is tried with one component after the other. */
export const probed = (state: RecoveryState, item: QueueItem, outcome: Outcome): Change =>
  E.isLeft(outcome) ? conclude(state, item) : place(state, item, 0)

const place = (state: RecoveryState, item: QueueItem, n: number): Change => {
  const id = state.salvage?.valid[n]
  if (id === undefined) return conclude(state, item)
  const effects = writesOf(cutTo(item.batch, [id], 'whole'), `${item.id}/one/${n}`).flat()
  return { state: { ...state, work: { _tag: 'placing', n } }, responses: [], effects }
}

/** One component was written, or was not. */
export const placed = (state: RecoveryState, item: QueueItem, outcome: Outcome): Change => {
  const { work, salvage } = state
  if (work._tag !== 'placing' || salvage === undefined) return quiet(state)
  const written = E.isLeft(outcome) ? [] : salvage.valid.slice(work.n, work.n + 1)
  return place({ ...state, salvage: { ...salvage, written: [...salvage.written, ...written] } }, item, work.n + 1)
}

/** Alert, then result. An item all of whose components were written leaves the queue. */
const conclude = (state: RecoveryState, item: QueueItem): Change => {
  const { salvage, ...rest } = state
  if (salvage === undefined) return quiet(state)
  const result = resultOf(item, salvage)
  const isWritten = salvage.written.length === item.batch.components.length
  const reasons = [
    ...(isCritical(item.error) ? [item.error.because] : []),
    ...(salvage.hasFallbackFailed ? ['the fallback store failed as well'] : []),
  ]
  return {
    state: {
      ...rest,
      work: { _tag: 'idle' },
      fresh: state.fresh.slice(1),
      queue: isWritten ? state.queue.filter(({ id }) => id !== item.id) : state.queue,
      results: [...state.results, result],
    },
    responses: [...reasons.slice(0, 1).map(() => alert(item, reasons.join('; '))), { _tag: 'Recovered', result }],
    effects: [],
  }
}

const resultOf = (item: QueueItem, { valid, failed, kept: safe, written }: Salvage): RecoveryResult => {
  const recovered = valid.filter((id) => safe.includes(id) || written.includes(id))
  const lost = valid.filter((id) => !recovered.includes(id))
  const all = [...failed, ...lost.map((id) => ({ id, reason: 'neither store took it' }))]
  return { recoveredCount: recovered.length, failedCount: all.length, recovered, failed: all, queued: item.id }
}

/** A person is needed. */
export const alert = (item: QueueItem, because: string): RecoveryResponse => ({
  _tag: 'Alerted',
  message: 'Production failure requires manual intervention',
  because,
  item,
})

/** The batch whole, once more, with the same ids. */
export const retryWrites = ({ id, batch, retryCount }: QueueItem): readonly (readonly GraphUpsert[])[] =>
  writesOf(batch, `${id}/retry/${retryCount + 1}`)
