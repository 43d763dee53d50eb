import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { illegalInput, type Input, type Machine, type StepError, type StepResult } from '../../../kit/machine/index.js'
import type { View } from '../../views/index.js'
import { badCollection } from './checks.js'
import type { Answers, Move, Stage, StorageEffect } from './flow.js'
import { deleteFlow } from './flow-delete.js'
import { searchFlow } from './flow-search.js'
import { storeFlow } from './flow-store.js'
import { updateFlow } from './flow-update.js'
import { failure, type Failure, type Operation, type StorageResult } from './operation.js'
import { toldFailure } from './told-fault.js'

/** What an operation is carried out on: the view of messages whose collection it names. */
export interface StorageParams {
  readonly view: View
  readonly operation: Operation
}

/** The types of {@link storage}. */
export interface StorageTypes {
  readonly params: StorageParams
  readonly state: StorageRun
  readonly effect: StorageEffect
  readonly message: never
  readonly response: never
  /** Null until it has ended. */
  readonly result: StorageResult | null
}

interface StorageRun {
  readonly params: StorageParams | null
  readonly stage: Stage
  /** Effects of the stage that have not settled. */
  readonly out: number
  readonly answers: Answers
  readonly isDone: boolean
  /** The first fault of the stage. */
  readonly fault: Failure | null
  readonly end: StorageResult | null
}

/**
 * Carries one operation out on a graph and a vector store, by the rules of {@link executeOperation}: the graph holds messages and links, the vectors
 * are a view of it. A fault ends it as a `Failure`, with what to do about it; a message that is written but cannot be carried over yet is stored all
 * the same, waits in the outbox, and is found. Spec chorus 9.3.
 */
export const storage: Machine<StorageTypes> = {
  name: 'chorus-storage',
  version: 1,
  initial: { params: null, stage: 'new', out: 0, answers: {}, isDone: true, fault: null, end: null },
  step: (state, input) => (input._tag === 'started' ? E.right(begin(state, input.params)) : settle(state, input)),
  status: ({ end: result }) => (result === null ? 'running' : result._tag === 'Success' ? 'done' : 'failed'),
  result: ({ end: result }) => result,
}

type Result = StepResult<StorageTypes>

const begin = (state: StorageRun, params: StorageParams): Result =>
  params.operation.collection === params.view.collection
    ? moved({ ...state, params }, params)
    : ended(state, failure(badCollection('no view of it was given', 'Start with its view.')))

const settle = (
  state: StorageRun,
  input: Exclude<Input<StorageTypes>, { readonly _tag: 'started' }>,
): Either<StepError, Result> => {
  const { params, out, stage } = state
  if (params === null || out === 0 || state.end !== null)
    return E.left(illegalInput('carry a storage operation out', `nobody asked for ${input.key}`))
  const canWait = stage === 'carry' || stage === 'clear'
  const now = E.isLeft(input.outcome)
    ? { ...state, out: out - 1, isDone: false, fault: state.fault ?? toldFailure(input.outcome.left) }
    : { ...state, out: out - 1, answers: { ...state.answers, [input.key]: input.outcome.right } }
  // What is under way is waited for, even when the end is clear.
  if (now.out > 0) return E.right({ state: now, responses: [], effects: [] })
  return E.right(now.fault === null || canWait ? moved(now, params) : ended(now, now.fault))
}

const ended = (state: StorageRun, result: StorageResult): Result => ({
  ...{ state: { ...state, out: 0, answers: {}, end: result }, responses: [], effects: [] },
})

const moved = (state: StorageRun, params: StorageParams): Result => {
  const move = moveOf(state, params)
  if (move._tag === 'end') return ended(state, move.result)
  const { stage, effects } = move
  return { state: { ...state, stage, out: effects.length, isDone: true, fault: null }, responses: [], effects }
}

const moveOf = ({ stage, answers, isDone }: StorageRun, { view, operation }: StorageParams): Move => {
  const at = { view, stage, answers, isDone }
  switch (operation._tag) {
    case 'store':
      return storeFlow({ ...at, operation })
    case 'search':
      return searchFlow({ ...at, operation })
    case 'update':
      return updateFlow({ ...at, operation })
    case 'delete':
      return deleteFlow({ ...at, operation })
  }
}
