import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Input, Machine, StepError, Types } from '../kit/machine/index.js'
import { crashed, type Crashed } from './fault.js'

/** What a handful of inputs led to. */
export interface Turn<T extends Types> {
  readonly state: T['state']
  readonly applied: readonly Input<T>[]
  readonly responses: readonly T['response'][]
  readonly effects: readonly T['effect'][]
  readonly refused: StepError | Crashed | undefined
}

/** Steps a machine through the inputs up to the first that is refused. */
export const fold = <T extends Types>(
  { machine, run }: { readonly machine: Machine<T>; readonly run: string },
  from: T['state'],
  inputs: readonly Input<T>[],
): Turn<T> => {
  let state = from
  const responses: T['response'][] = []
  const effects: T['effect'][] = []
  for (let i = 0; i < inputs.length; i += 1) {
    // A cast after a check: the index is inside.
    const next = attempt(
      () => machine.step(state, inputs[i] as Input<T>),
      (thrown) => crashed(run, machine.name, thrown),
    )
    if (E.isLeft(next))
      return {
        state,
        applied: inputs.slice(0, i),
        responses,
        effects,
        refused: next.left,
      }
    state = next.right.state
    // One input, the usual case where effects follow one another: nothing to gather.
    if (inputs.length === 1)
      return {
        state,
        applied: inputs,
        responses: next.right.responses,
        effects: next.right.effects,
        refused: undefined,
      }
    for (const response of next.right.responses) responses.push(response)
    for (const effect of next.right.effects) effects.push(effect)
  }
  return { state, applied: inputs, responses, effects, refused: undefined }
}

/** A step that throws is a bug of the machine: it ends the run like a refusal, and the inputs before it are kept. */
const attempt = <L, L2, A>(step: () => Either<L, A>, broke: (thrown: unknown) => L2): Either<L | L2, A> => {
  try {
    return step()
  } catch (thrown) {
    return E.left(broke(thrown))
  }
}
