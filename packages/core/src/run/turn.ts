import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Machine, Status, StepError, Types } from '../kit/machine/index.js'
import { crashed, type Crashed } from './fault.js'
import type { Arrival } from './inbox.js'

/** What a handful of arrivals led to. */
export interface Turn<T extends Types> {
  readonly state: T['state']
  readonly status: Status
  /** Inputs stepped through. */
  readonly inputs: number
  readonly responses: readonly T['response'][]
  readonly effects: readonly T['effect'][]
  readonly refused: StepError | Crashed | undefined
}

interface Stepping<T extends Types> {
  readonly machine: Machine<T>
  readonly run: string
}

/** Steps a machine through what arrived, up to the first input that it refuses. */
export const fold = <T extends Types>(
  { machine, run }: Stepping<T>,
  from: T['state'],
  arrivals: readonly Arrival<T>[],
): Turn<T> => {
  let state = from
  let inputs = 0
  // One input, the usual case where effects follow one another: nothing to gather.
  const isSingle = arrivals.length === 1
  const told: T['response'][] = []
  const asked: T['effect'][] = []
  let responses: readonly T['response'][] = told
  let effects: readonly T['effect'][] = asked
  const end = (status: Status, refused: StepError | Crashed | undefined): Turn<T> => ({
    ...{ state, status, inputs, responses, effects, refused },
  })
  const broke = (thrown: unknown): Crashed => crashed(run, machine.name, thrown)
  for (const { input } of arrivals) {
    if (input === undefined) continue
    const next = attempt(() => machine.step(state, input), broke)
    if (E.isLeft(next)) return end('running', next.left)
    state = next.right.state
    inputs += 1
    if (isSingle) [responses, effects] = [next.right.responses, next.right.effects]
    else {
      for (const response of next.right.responses) told.push(response)
      for (const effect of next.right.effects) asked.push(effect)
    }
  }
  const status = attempt(() => E.right(machine.status(state)), broke)
  return E.isLeft(status) ? end('running', status.left) : end(status.right, undefined)
}

/** A step that throws is a bug of the machine: it ends the run like a refusal, and what arrived is kept. */
const attempt = <L, L2, A>(step: () => Either<L, A>, broke: (thrown: unknown) => L2): Either<L | L2, A> => {
  try {
    return step()
  } catch (thrown) {
    return E.left(broke(thrown))
  }
}
