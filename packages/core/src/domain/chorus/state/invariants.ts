import { steps, type Stage, type Step } from '../model.js'
import { isComplete } from './complete.js'
import type { ChorusState } from './state.js'

/** Something that holds of every state that a loop can reach. Spec chorus 15. */
export interface Invariant {
  /** Its number in spec chorus 15. */
  readonly number: number
  readonly says: string
  readonly holds: (state: ChorusState) => boolean
}

const rankOf = (step: Step): number => steps.indexOf(step)

const stagesOf: { readonly [S in Step]: readonly Stage[] } = {
  action: ['enter', 'think'],
  experience: ['enter', 'retrieve', 'think'],
  intention: ['enter', 'think'],
  observation: ['enter', 'think', 'record'],
  update: ['enter', 'think'],
  yield: ['enter', 'think', 'record', 'settled'],
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

const isAnswered = ({ outputs, priors }: ChorusState): boolean => {
  const answer = outputs.yield
  const known = new Set(priors.map(({ id }) => id))
  return (
    answer !== undefined &&
    answer.finalResponse.trim() !== '' &&
    answer.citations.every(({ priorId }) => known.has(priorId))
  )
}

/** What is looked at before a state is taken to be stable, and after every step. The first three laws of spec chorus 15 are about steps, not states. */
export const invariants: readonly Invariant[] = [
  {
    number: 4,
    says: 'no step has an output before it was entered',
    holds: ({ step, outputs }) => steps.every((each) => outputs[each] === undefined || rankOf(each) <= rankOf(step)),
  },
  { number: 4, says: 'a stage is one of its step', holds: ({ step, stage }) => stagesOf[step].includes(stage) },
  {
    number: 5,
    says: 'passes stay below their limit',
    holds: ({ iteration, limits }) => isCount(iteration) && iteration < limits.maxIterations,
  },
  {
    number: 5,
    says: 'attempts stay within their limit',
    holds: ({ attempts, limits }) => Object.values(attempts).every((used) => used <= limits.maxAttemptsPerStep),
  },
  { number: 6, says: 'events are counted from 1', holds: ({ nextSeq }) => isCount(nextSeq) && nextSeq >= 1 },
  {
    number: 7,
    says: 'who has completed has an answer, and cites only what was found',
    holds: (state) => state.status !== 'completed' || isAnswered(state),
  },
  {
    number: 8,
    says: 'what is pending has keys of its own',
    holds: ({ pending }) => new Set(pending.map(({ effect }) => effect.key)).size === pending.length,
  },
  {
    number: 8,
    says: 'one question to a model is pending at most, and nothing is at the end',
    holds: (state) =>
      state.pending.filter(({ effect }) => effect._tag.startsWith('model/')).length <= 1 &&
      (!isComplete(state) || state.pending.length === 0),
  },
]

/** The first invariant that a state breaks. */
export const brokenIn = (state: ChorusState): Invariant | undefined => invariants.find(({ holds }) => !holds(state))
