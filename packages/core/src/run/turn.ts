import * as E from 'fp-ts/lib/Either.js'
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

interface Gathered<T extends Types> {
  readonly responses: T['response'][]
  readonly effects: T['effect'][]
}

const none: readonly never[] = []

/**
 * Steps a machine through what arrived, up to the first input that it refuses. A step that throws is a bug of the machine: it ends the run like
 * a refusal, and what arrived is kept.
 */
export const fold = <T extends Types>(
  { machine, run }: Stepping<T>,
  from: T['state'],
  arrivals: readonly Arrival<T>[],
): Turn<T> => {
  let state = from
  let inputs = 0
  // One input, the usual case where effects follow one another: nothing to gather.
  const gathered: Gathered<T> | undefined = arrivals.length === 1 ? undefined : { responses: [], effects: [] }
  let responses: readonly T['response'][] = gathered?.responses ?? none
  let effects: readonly T['effect'][] = gathered?.effects ?? none
  let refused: StepError | Crashed | undefined
  let status: Status = 'running'
  try {
    for (const { input } of arrivals) {
      if (input === undefined) continue
      const next = machine.step(state, input)
      if (E.isLeft(next)) {
        refused = next.left
        break
      }
      state = next.right.state
      inputs += 1
      if (gathered === undefined) {
        responses = next.right.responses
        effects = next.right.effects
      } else {
        for (const response of next.right.responses) gathered.responses.push(response)
        for (const effect of next.right.effects) gathered.effects.push(effect)
      }
    }
    if (refused === undefined) status = machine.status(state)
  } catch (thrown) {
    refused = crashed(run, machine.name, thrown)
  }
  return { state, status, inputs, responses, effects, refused }
}
