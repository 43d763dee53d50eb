import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../../../kit/base/index.js'
import type { EffectError } from '../../../../kit/fault/index.js'
import { batchValidationFailed, type PersistenceFailure } from '../../fault.js'
import { storeFault } from '../valid/consistency.js'
import { retryWaitMs, type QueueItem } from './item.js'
import { quiet, type Change, type RecoveryState } from './model.js'
import { partOf } from './part.js'
import { alert, retryWrites } from './salvage.js'

/** Waits before the next retry of an item. */
export const wait = (state: RecoveryState, { id, retryCount }: QueueItem, at: Instant): Change => ({
  state: { ...state, work: { _tag: 'waiting' } },
  responses: [],
  effects: [{ _tag: 'clock/wake', key: `${id}/wait/${retryCount + 1}`, until: at + retryWaitMs(retryCount) }],
})

/** Writes an item's batch again; what is wrong in itself is not written and counts as tried. */
export const retry = (state: RecoveryState, item: QueueItem): Change => {
  const { failed } = partOf(item.batch)
  if (failed.length === 0) return retryGroup(state, item, 0)
  const findings = failed.map(({ id, reason }) => ({ path: id, code: 'component', message: reason }))
  return ended(state, item, batchValidationFailed(`write ${item.id}`, findings))
}

const retryGroup = (state: RecoveryState, item: QueueItem, group: number): Change => {
  const groups = retryWrites(item)
  const effects = groups[group] ?? []
  if (effects.length === 0) return ended(state, item, null)
  const work = { _tag: 'retrying', group, groups: groups.length, out: effects.map(({ key }) => key) } as const
  return { state: { ...state, work }, responses: [], effects }
}

/** A write of a retry has settled. */
export const retried = (
  state: RecoveryState,
  item: QueueItem,
  settled: { readonly key: string; readonly outcome: Either<EffectError, unknown> },
): Change => {
  const { work } = state
  if (work._tag !== 'retrying') return quiet(state)
  const { key, outcome } = settled
  const states = item.batch.states.map(({ id }) => id)
  const failure = work.failure ?? (E.isLeft(outcome) ? storeFault(states, outcome.left) : undefined)
  const out = work.out.filter((each) => each !== key)
  if (out.length > 0) return quiet({ ...state, work: { ...work, out, ...(failure === undefined ? {} : { failure }) } })
  return failure === undefined ? retryGroup(state, item, work.group + 1) : ended(state, item, failure)
}

/** Written: it leaves the queue. Not written for the third time: it goes to the dead letters, and a person is told. */
const ended = (state: RecoveryState, item: QueueItem, error: PersistenceFailure | null): Change => {
  const again: QueueItem = { ...item, error: error ?? item.error, retryCount: item.retryCount + 1 }
  const others = state.queue.filter(({ id }) => id !== item.id)
  const told = { _tag: 'Retried', item: item.id, retryCount: again.retryCount, error } as const
  const next: RecoveryState = { ...state, work: { _tag: 'idle' } }
  if (error === null) return { state: { ...next, queue: others }, responses: [told], effects: [] }
  if (again.retryCount < again.maxRetries)
    return { state: { ...next, queue: [again, ...others] }, responses: [told], effects: [] }
  return {
    state: { ...next, queue: others, dead: [...state.dead, again] },
    responses: [told, alert(again, `tried ${again.retryCount + 1} times: ${error.because}`)],
    effects: [],
  }
}
