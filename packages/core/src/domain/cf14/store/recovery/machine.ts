import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts/lib/index.js'
import type { Instant } from '../../../../kit/base/index.js'
import { badInput, describe } from '../../../../kit/fault/index.js'
import {
  illegalInput,
  type Input,
  type Machine,
  type Settled,
  type Status,
  type StepError,
} from '../../../../kit/machine/index.js'
import { maxRetries, type FailedBatch, type QueueItem } from './item.js'
import { quiet, andThen, type Change, type RecoveryState, type RecoveryTypes } from './model.js'
import { retried, retry, wait } from './retry.js'
import { keep, kept, placed, probed } from './salvage.js'

const empty: RecoveryState = {
  ...{ run: '', count: 0, fresh: [], work: { _tag: 'idle' } },
  ...{ results: [], queue: [], dead: [] },
}

/**
 * Recovery of batches that a store did not take: each is logged and queued; its valid components are kept in a fallback store, or written one by
 * one where the real store answers; then the whole batch is tried three times more, in the order of the queue, and goes to the dead letters after
 * that. Its state is the queue: with a durable journal it survives a restart. Spec cf14 6.7.
 *
 * @example start(recovery, { failures: [{ batch, error }] }, { interpreter: combine(store, fallback(memory())), terms: recoveryTerms })
 */
export const recovery: Machine<RecoveryTypes> = {
  name: 'cf14-recovery',
  version: 1,
  initial: empty,
  step: (state, input) => {
    switch (input._tag) {
      case 'started':
        return state.run === '' ? begin(input) : E.left(illegalInput('step the recovery', 'it was started already'))
      case 'told':
        return E.right(andThen(taken(state, [input.message], input.at), next, input.at))
      case 'settled':
        return E.map((change: Change) => andThen(change, next, input.at))(heard(state, input))
    }
  },
  status: (state) => statusOf(state),
  result: ({ results, queue, dead }) => ({ results, queue, dead }),
}

const paramsCodec = t.type({ failures: t.UnknownArray })

const begin = ({ run, params, at }: Extract<Input<RecoveryTypes>, { readonly _tag: 'started' }>) => {
  // A host without types may start with anything.
  return paramsCodec.is(params)
    ? E.right(andThen(taken({ ...empty, run }, params.failures, at), next, at))
    : E.left(
        badInput('start the recovery', [
          { path: 'failures', code: 'wrong_type', message: 'wanted a list of { batch, error }' },
        ]),
      )
}

const statusOf = ({ run, fresh, queue, dead, results, work }: RecoveryState): Status => {
  if (run === '' || work._tag !== 'idle' || fresh.length > 0 || queue.length > 0) return 'running'
  if (dead.length === 0) return 'done'
  return dead.length < results.length ? 'partial' : 'failed'
}

const taken = (before: RecoveryState, failures: readonly FailedBatch[], at: Instant): Change => {
  let change = quiet(before)
  for (const failure of failures) {
    const { state, responses } = change
    const item: QueueItem = {
      ...failure,
      ...{ id: `${state.run}/${state.count}`, timestamp: at, retryCount: 0, maxRetries },
    }
    change = {
      state: {
        ...state,
        count: state.count + 1,
        queue: [...state.queue, item],
        fresh: [...state.fresh, item.id],
      },
      responses: [
        ...responses,
        {
          ...{ _tag: 'Logged', level: 'error', message: 'Production failed', batchId: item.id, stackTrace: null },
          ...{ componentCount: item.batch.components.length, error: describe(item.error) },
        },
      ],
      effects: [],
    }
  }
  return change
}

/** The item whose partial recovery is due, or else the oldest. */
const current = ({ fresh, queue }: RecoveryState): QueueItem | undefined =>
  fresh[0] === undefined ? queue[0] : queue.find(({ id }) => id === fresh[0])

/** Takes up what is due where nothing is under way. */
const next = (state: RecoveryState, at: Instant): Change => {
  const item = current(state)
  if (state.work._tag !== 'idle' || item === undefined) return quiet(state)
  return state.fresh.length === 0 ? wait(state, item, at) : andThen(keep(state, item), next, at)
}

const heard = (state: RecoveryState, input: Settled<RecoveryTypes['effect']>): Either<StepError, Change> => {
  const item = state.work._tag === 'waiting' || state.work._tag === 'retrying' ? state.queue[0] : current(state)
  if (item === undefined || !isAwaited(state, item, input.key))
    return E.left(illegalInput('step the recovery', `nobody asked for ${input.key}`))
  const { key, outcome } = input
  switch (state.work._tag) {
    case 'keeping':
      return E.right(kept(state, item, { key, outcome }))
    case 'probing':
      return E.right(probed(state, item, outcome))
    case 'placing':
      return E.right(placed(state, item, outcome))
    case 'waiting':
      return E.right(retry(state, item))
    case 'retrying':
      return E.right(retried(state, item, { key, outcome }))
    case 'idle':
      return E.right(quiet(state))
  }
}

const isAwaited = ({ work }: RecoveryState, { id, retryCount }: QueueItem, key: string): boolean => {
  switch (work._tag) {
    case 'keeping':
    case 'retrying':
      return work.out.includes(key)
    case 'probing':
      return key === `${id}/probe`
    case 'placing':
      return key === `${id}/one/${work.n}`
    case 'waiting':
      return key === `${id}/wait/${retryCount + 1}`
    case 'idle':
      return false
  }
}
