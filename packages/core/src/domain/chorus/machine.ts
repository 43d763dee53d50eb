import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../../kit/base/index.js'
import type { Labels } from '../../kit/effect/index.js'
import { illegalInput, type Input, type Machine, type StepError, type StepResult } from '../../kit/machine/index.js'
import { deadlineKey } from './asking/ask.js'
import type { ChorusEffect } from './effect.js'
import type { ChorusHow } from './how.js'
import type { ChorusInput } from './input.js'
import type { ChorusResponse } from './model.js'
import { readParams, type ChorusParams } from './state/params.js'
import { endOf, resultOf, type ChorusResult } from './result.js'
import { createInitialState, type ChorusState } from './state/state.js'
import { transformState } from './transform.js'

/** What a loop may be told from outside: to end, or to try again what it waits for. */
export type ChorusMessage = { readonly _tag: 'cancel'; readonly reason: string } | { readonly _tag: 'retry' }

/** The types of {@link chorus}. */
export interface ChorusTypes {
  readonly params: ChorusParams
  readonly state: ChorusState
  readonly effect: ChorusEffect
  readonly message: ChorusMessage
  readonly response: ChorusResponse
  readonly result: ChorusResult
}

/**
 * The loop: answers first, then looks back on its answer with what memory holds, once or several times, and answers anew. Its id is the run's.
 * Spec chorus 4.
 *
 * @example start(chorus({ phases, memory: { dimension: 384 }, serviceKey: 'loop' }), params, { interpreter })
 */
export const chorus = (how: ChorusHow): Machine<ChorusTypes> => ({
  name: 'chorus',
  version: 1,
  initial: createInitialState([], ''),
  step: (state, input) => (input._tag === 'started' ? begin(state, input, how) : follow(state, input, how)),
  status: endOf,
  result: resultOf,
  labels,
})

type Started = Extract<Input<ChorusTypes>, { readonly _tag: 'started' }>

const begin = (state: ChorusState, { run, params, at }: Started, how: ChorusHow): Either<StepError, Result> => {
  if (state.loopId !== '') return E.left(illegalInput('step a loop', 'it was started already'))
  const read = readParams(params)
  if (E.isLeft(read)) return read
  const { threadId, prompt, turns, limits, origin } = read.right
  const start: ChorusInput = { _tag: 'start', loopId: run, prompt, origin, limits, now: at }
  return E.right(transformState(createInitialState(turns, threadId), start, how))
}

type Result = StepResult<ChorusTypes>

const follow = (
  state: ChorusState,
  input: Exclude<Input<ChorusTypes>, Started>,
  how: ChorusHow,
): Either<StepError, Result> => {
  if (state.loopId === '') return E.left(illegalInput('step a loop', 'something arrived before the start'))
  const read = inputOf(state, input)
  return E.right(read === undefined ? { state, responses: [], effects: [] } : transformState(state, read, how))
}

/** The runner's input in the loop's words; undefined for a timer that nobody waits for any more. */
const inputOf = (state: ChorusState, input: Exclude<Input<ChorusTypes>, Started>): ChorusInput | undefined => {
  const { at: now } = input
  switch (input._tag) {
    case 'told':
      return wordOf(input.message, now)
    case 'arrived':
      return { _tag: 'delta', key: input.key, from: input.partial.from, text: input.partial.text, now }
    case 'settled': {
      const { key, outcome } = input
      if (input.effect !== 'clock/wake') return { _tag: 'settled', key, outcome, now }
      if (key === deadlineKey) return { _tag: 'deadline', now }
      return key === state.wake ? { _tag: 'retry', now } : undefined
    }
  }
}

/** Member by member: a host may pass on what a client sent. */
const wordOf = (message: ChorusMessage, now: Instant): ChorusInput => {
  switch (message._tag) {
    case 'cancel':
      return { _tag: 'cancel', reason: message.reason, now }
    case 'retry':
      return { _tag: 'retry', now }
  }
}

/** Where an effect stands in the loop, read from its key: `0/action/think/1` is { station: 'chorus', step: 'action', iteration: '0' }. */
const labels = ({ key }: ChorusEffect): Labels => {
  const [iteration = '', step] = key.split('/')
  return step === undefined ? { station: 'chorus' } : { station: 'chorus', step, iteration }
}
