import * as E from 'fp-ts/lib/Either.js'
import { chattedIn, hitsIn, vectorsIn } from './answer.js'
import { beginningOf, type Beginning, type Misbegun } from './state/begin.js'
import { isComplete } from './state/complete.js'
import { contextOf } from './asking/context.js'
import type { Pending } from './effect.js'
import { faultOf, refusedFault, unclassified, unreadableFault, type Fault } from './errors/fault.js'
import type { Scene } from './how.js'
import type { ChorusInput, DeltaInput, SettledInput, StartInput } from './input.js'
import type { Decision, LoopError, Prior, StepOutput, UpdateOutput } from './model.js'
import { decisionOf } from './pass/passes.js'
import type { ChorusState } from './state/state.js'
import { priorsOf } from './store/index.js'

/** What an input comes to in a state: the words of the transition table. */
export type Happening =
  | { readonly _tag: 'begun'; readonly beginning: Beginning }
  | ({ readonly _tag: 'misbegun' } & Misbegun)
  /** `error` says why something stands in for an answer. */
  | { readonly _tag: 'answered'; readonly output: StepOutput; readonly error?: LoopError }
  | Decided
  | { readonly _tag: 'embedded'; readonly vectors: readonly (readonly number[])[] }
  /** `isLost`: they could not be looked for. */
  | { readonly _tag: 'found'; readonly priors: readonly Prior[]; readonly isLost?: true }
  | { readonly _tag: 'recorded'; readonly pending: Pending; readonly answer: unknown }
  | Failed
  | { readonly _tag: 'piece'; readonly pending: Pending; readonly from: number; readonly text: string }
  | { readonly _tag: 'retry' | 'deadline' }
  | { readonly _tag: 'cancel'; readonly reason: string }
  | { readonly _tag: 'stale' }
  /** Something that no row of the table holds; `what` says what it is. */
  | { readonly _tag: 'odd'; readonly what: string }

/** An effect that failed, by the class of its error. */
export interface Failed {
  readonly _tag: 'ai_error' | 'network_error' | 'state_error'
  readonly fault: Fault
  readonly pending: Pending
}

/** Whether an effect failed. */
export const isFault = (happening: Happening): happening is Failed =>
  happening._tag === 'ai_error' || happening._tag === 'network_error' || happening._tag === 'state_error'

/** Update's answer with what the guard makes of it. */
export interface Decided {
  readonly _tag: 'loops' | 'yields'
  readonly output: UpdateOutput
  readonly decision: Decision
  readonly error?: LoopError
}

/** All words, in no order. */
export const happenings: readonly Happening['_tag'][] = [
  ...(['begun', 'misbegun', 'answered', 'loops', 'yields', 'embedded', 'found', 'recorded'] as const),
  ...(['ai_error', 'network_error', 'state_error', 'piece', 'retry', 'deadline', 'cancel', 'stale', 'odd'] as const),
]

/** What an input comes to in a state. */
export const happeningOf = (state: ChorusState, input: ChorusInput, scene: Scene): Happening => {
  switch (input._tag) {
    case 'start':
      return state.status === 'idle' ? begun(input) : { _tag: 'odd', what: 'a start' }
    case 'settled':
      return settled(state, input, scene)
    case 'delta':
      return piece(state, input)
    case 'retry':
    case 'deadline':
      return { _tag: input._tag }
    case 'cancel':
      return { _tag: 'cancel', reason: input.reason }
  }
  return { _tag: 'odd', what: 'an unknown input' }
}

const begun = (input: StartInput): Happening => {
  const beginning = beginningOf(input)
  return E.isLeft(beginning) ? { _tag: 'misbegun', ...beginning.left } : { _tag: 'begun', beginning: beginning.right }
}

/** What is out under a key. While the loop is suspended nothing is. */
export const pendingOf = (state: Pick<ChorusState, 'status' | 'pending'>, key: string): Pending | undefined =>
  state.status === 'suspended' || isComplete(state) ? undefined : state.pending.find(({ effect }) => effect.key === key)

const piece = (state: ChorusState, { key, from, text }: DeltaInput): Happening => {
  const pending = pendingOf(state, key)
  if (pending === undefined) return { _tag: 'stale' }
  const { effect } = pending
  const isStreamed = effect._tag === 'model/chat' && effect.delivery === 'pieces'
  return isStreamed && Number.isSafeInteger(from) && from >= 0 && typeof text === 'string'
    ? { _tag: 'piece', pending, from, text }
    : { _tag: 'odd', what: 'a piece of what is not streamed' }
}

const settled = (state: ChorusState, { key, outcome }: SettledInput, scene: Scene): Happening => {
  const pending = pendingOf(state, key)
  if (pending === undefined) return { _tag: 'stale' }
  if (E.isLeft(outcome)) return failed(pending, faultOf(pending.effect, outcome.left))
  if (state.stage === 'record') return { _tag: 'recorded', pending, answer: outcome.right }
  return answered(state, pending, { answer: outcome.right, scene })
}

const tags = { AIError: 'ai_error', NetworkError: 'network_error', StateError: 'state_error' } as const

const failed = (pending: Pending, fault: Fault): Happening => ({ _tag: tags[fault.error.class], fault, pending })

interface Answering {
  readonly answer: unknown
  readonly scene: Scene
}

const answered = (state: ChorusState, pending: Pending, { answer, scene }: Answering): Happening => {
  const { effect } = pending
  const wrong = (): Happening => failed(pending, unclassified(effect, 'the handler answered outside of its type'))
  switch (effect._tag) {
    case 'model/chat':
      return read(state, pending, { answer, scene }) ?? wrong()
    case 'model/embed': {
      const vectors = vectorsIn(answer, effect.texts.length)
      return vectors === undefined ? wrong() : { _tag: 'embedded', vectors }
    }
    case 'vector/search': {
      const hits = hitsIn(answer)
      return hits === undefined ? wrong() : { _tag: 'found', priors: priorsOf(hits).priors }
    }
    case 'vector/upsert':
    case 'graph/upsert':
    case 'graph/delete':
      return wrong()
  }
}

/** Reads the text of a model as the output of the step; undefined where there is no text. */
const read = (state: ChorusState, pending: Pending, { answer, scene }: Answering): Happening | undefined => {
  const text = chattedIn(answer)
  if (text === undefined) return undefined
  const { key } = pending.effect
  if (text.finish === 'declined') return failed(pending, refusedFault(key))
  const output = scene.how.phases[state.step].read(text.text, contextOf(state))
  if (E.isLeft(output)) return failed(pending, unreadableFault(key, output.left, text))
  return withDecision(state, { output: output.right }, scene)
}

/** An output with what follows from it: update's comes with the guard's decision. */
export const withDecision = (
  state: ChorusState,
  made: { readonly output: StepOutput; readonly error?: LoopError },
  scene: Scene,
): Happening => {
  if (state.step !== 'update') return { _tag: 'answered', ...made }
  // A cast after a check: what the step `update` makes is an update's output.
  const output = made.output as UpdateOutput
  const decision = decisionOf(state, made.error === undefined ? output : null, scene.now)
  return { ...made, _tag: decision.go === 'loop' ? 'loops' : 'yields', output, decision }
}
