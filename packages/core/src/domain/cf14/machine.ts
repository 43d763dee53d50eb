import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../kit/base/index.js'
import { badAnswer, type EffectError } from '../../kit/fault/index.js'
import {
  illegalInput,
  type Input,
  type Machine,
  type Settled,
  type StepError,
  type StepResult,
} from '../../kit/machine/index.js'
import type { Generate } from '../../ports/index.js'
import { graphWrittenCodec, type GraphMigrate, type GraphUpsert } from '../../ports/graph/index.js'
import { readReply } from './answer.js'
import type { Call } from './cell.js'
import { readInput, type ValleyInput } from './codec.js'
import { endOf } from './end.js'
import { fail, follow, type Change } from './follow.js'
import { threadIdOf } from './identity.js'
import { labelsOfEffect } from './labels.js'
import type { ValleyResponse, ValleyState, Walking } from './model.js'
import { open } from './open.js'
import { readKey } from './question.js'
import { emptyResult, resultOf, type ValleyResult } from './result.js'
import { noCounts } from './store/batch.js'
import { migration } from './store/schema.js'
import { cellAt, isReady } from './walk.js'
import { migrated, nextWrites, written, type Written } from './writing.js'

/** The types of the valley machine. */
export interface ValleyTypes {
  readonly params: ValleyInput
  readonly state: ValleyState
  readonly effect: Generate | GraphUpsert | GraphMigrate
  readonly message: never
  readonly response: ValleyResponse
  readonly result: ValleyResult
}

type Step = StepResult<ValleyTypes>

/**
 * The semantic valley: walks from A, B and R through every matrix that the shapes allow, asks `model/generate` for each meaning,
 * brings the store's schema up to date with `graph/migrate`, and writes each ended product with `graph/upsert`. Spec cf14 1 to 4, 6.3.
 *
 * @example start(valley, { problem: 'How should a coastal town adapt to rising seas?' }, { interpreter })
 */
export const valley: Machine<ValleyTypes> = {
  name: 'cf14-valley',
  version: 2,
  initial: { _tag: 'idle' },
  step: (state, input) => {
    if (state._tag === 'idle')
      return input._tag === 'started'
        ? begin(input)
        : E.left(illegalInput('step the valley', 'an outcome arrived before the start'))
    switch (input._tag) {
      case 'started':
        return E.left(illegalInput('step the valley', 'it was started already'))
      case 'settled':
        return settled(state, input)
    }
  },
  status: (state) => (state._tag === 'walking' && state.writing._tag === 'closed' ? endOf(state) : 'running'),
  result: (state) => (state._tag === 'idle' ? emptyResult : resultOf(state)),
  labels: labelsOfEffect,
}

/** The key of the effect that everything else is written after. */
const migrate = 'migrate'

const settled = (state: Walking, input: Settled<ValleyTypes['effect']>): Either<StepError, Step> => {
  const now = Math.max(state.latest, input.at)
  const then: Walking = { ...state, latest: now }
  switch (input.effect) {
    case 'model/generate':
      return answered(then, { ...input, at: now })
    case 'graph/migrate':
      return state.writing._tag === 'migrating' && input.key === migrate
        ? E.right(migrated(then, input.outcome))
        : unasked(input.key)
    case 'graph/upsert': {
      const outcome = E.filterOrElse(graphWrittenCodec.is, (): EffectError => unreadable(input.key))(input.outcome)
      const next = written(then, input.key, outcome)
      return next === undefined ? unasked(input.key) : E.right(next)
    }
  }
}

const unasked = (key: string) => E.left(illegalInput('step the valley', `nobody asked for ${key}`))

const begin = (input: Extract<Input<ValleyTypes>, { readonly _tag: 'started' }>): Either<StepError, Step> => {
  // A host without types may start with anything: the codec reads it as unknown.
  const request = readInput(input.params satisfies ValleyInput)
  if (E.isLeft(request)) return request
  const state: Walking = {
    _tag: 'walking',
    run: input.run,
    threadId: request.right.threadId ?? threadIdOf(input.run),
    request: request.right,
    startedAt: input.at,
    made: {},
    pending: 0,
    latest: input.at,
    unwritten: [],
    writing: { _tag: 'migrating' },
    persisted: noCounts,
    lost: [],
    warnings: request.right.warnings,
  }
  const responses = state.warnings.map((warning): ValleyResponse => ({ _tag: 'Warned', warning }))
  const begun = settle({ state, responses, effects: [] }, state, input.at)
  return E.right({ ...begun, effects: [migration(migrate), ...begun.effects] })
}

/** Opens what is ready and closes what has ended, until neither happens; then hands out the next write. */
const settle = (change: Change, before: Walking, now: Instant): Step => {
  let { state, responses, effects } = change
  for (let placed = nextReady(state); placed !== undefined; placed = nextReady(state)) {
    const opened = open(state, placed, now)
    state = opened.state
    responses = [...responses, ...opened.responses]
    effects = [...effects, ...opened.effects]
  }
  const ended = state.request.placed.filter(({ name }) => state.made[name]?.open === 0 && before.made[name]?.open !== 0)
  const queue = [...state.unwritten, ...ended.map(({ name }) => name)]
  const told = ended.map(({ name, station }): ValleyResponse => {
    const { cells, failed } = state.made[name] ?? { cells: { length: 0 }, failed: 0 }
    return { _tag: 'ProductEnded', matrix: name, station, resolved: cells.length - failed, failed }
  })
  const next: Walking = { ...state, unwritten: queue }
  const writes: Written = nextWrites(next)
  return {
    state: writes.state,
    responses: [...responses, ...told, ...writes.responses],
    effects: [...effects, ...writes.effects],
  }
}

const nextReady = (state: Walking) => state.request.placed.find((placed) => isReady(state, placed))

const answered = (state: Walking, input: Settled<Generate>): Either<StepError, Step> => {
  const address = readKey(input.key)
  const placed = address === undefined ? undefined : state.made[address.matrix]?.placed
  const place = address === undefined || placed === undefined ? undefined : { placed, index: address.index }
  const cell = place === undefined ? undefined : cellAt(state, place)
  const n = cell?.calls.findIndex(({ stage, slot = -1 }) => stage === address?.stage && slot === address.slot) ?? -1
  const call = cell?.calls[n]
  if (place === undefined || cell === undefined || call === undefined || isSettled(call)) return unasked(input.key)
  const change: Change = { state: { ...state, pending: state.pending - 1 }, responses: [], effects: [] }
  const reply = E.chain((result: Parameters<typeof readReply>[1]) => readReply(call, result, input.at))(input.outcome)
  const settled = E.isRight(reply) ? { ...call, reply: reply.right } : { ...call, failure: reply.left }
  const at = { ...place, cell: { ...cell, calls: cell.calls.map((known, i) => (i === n ? settled : known)) } }
  const next = E.isRight(reply) ? follow(change, at, input.at) : fail(change, { ...at, stage: call.stage }, reply.left)
  return E.right(settle(next, state, input.at))
}

const isSettled = ({ reply, failure }: Call): boolean => reply !== undefined || failure !== undefined

const unreadable = (key: string): EffectError =>
  badAnswer({
    doing: key,
    because: 'the store answered with something else than what it wrote',
    next: 'Let the handler answer as the graph port says; whether it was written is not known.',
    reason: 'wrong_result',
    retryable: false,
    attempts: 1,
  })
