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
  const isSingle = arrivals.length === 1
  const told: T['response'][] = []
  const asked: T['effect'][] = []
  let responses: readonly T['response'][] = told
  let effects: readonly T['effect'][] = asked
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
      if (isSingle) [responses, effects] = [next.right.responses, next.right.effects]
      else {
        for (const response of next.right.responses) told.push(response)
        for (const effect of next.right.effects) asked.push(effect)
      }
    }
    if (refused === undefined) status = machine.status(state)
  } catch (thrown) {
    refused = crashed(run, machine.name, thrown)
  }
  return { state, status, inputs, responses, effects, refused }
}
