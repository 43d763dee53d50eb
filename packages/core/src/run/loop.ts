import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Input, Machine, Status, StepError, Types } from '../kit/machine/index.js'
import type { Clock } from '../ports/index.js'
import type { Dispatcher, Outcome } from './dispatch.js'
import { crashed, journalFailed, stalled, type Crashed, type RunError } from './fault.js'
import type { Recorder } from './record.js'

/** How a run ended, and what it had made by then. */
export interface Ending<T extends Types> {
  readonly run: string
  readonly status: Exclude<Status, 'running'> | 'cancelled'
  readonly result: T['result']
  readonly state: T['state']
  /** Inputs applied. */
  readonly inputs: number
}

/** What the loop works with. */
export interface LoopParts<T extends Types> {
  readonly run: string
  readonly params: T['params']
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly dispatcher: (settle: (outcome: Outcome) => void) => Dispatcher
  readonly recorder: Recorder | undefined
  readonly tell: (responses: readonly T['response'][]) => void
}

/** Longest stretch, in ms, without giving the host's other work (a signal, a socket) a turn. */
const STRETCH = 30

/**
 * The only loop: steps the machine through all inputs that have arrived, records them, then tells its responses and starts its effects.
 * Effects start only after the inputs that caused them are recorded. The cost of a turn does not depend on the turns before it.
 */
export const drive = async <T extends Types>(
  machine: Machine<T>,
  parts: LoopParts<T>,
): Promise<Either<RunError, Ending<T>>> => {
  const { run, clock, signal } = parts
  let state = machine.initial
  let inputs = 0
  let wake: () => void = () => undefined
  let arrived: Input<T>[] = [{ _tag: 'started', run, params: parts.params, at: clock.now() }]
  const dispatcher = parts.dispatcher(({ effect, outcome }) => {
    // A cast at the seam: the interpreter's type ties the outcome to the effect's tag, which the lanes have forgotten.
    arrived.push({ _tag: 'settled', key: effect.key, effect: effect._tag, outcome, at: clock.now() } as Input<T>)
    wake()
  })
  const end = (status: Ending<T>['status']): Either<RunError, Ending<T>> =>
    E.right({ run, status, result: machine.result(state), state, inputs })
  const isStopped = (): boolean => signal.aborted
  signal.addEventListener('abort', () => wake())

  let rested = Date.now()
  for (;;) {
    const turn = fold({ machine, run }, state, arrived)
    arrived = []
    if (turn.applied.length > 0 && parts.recorder !== undefined) {
      const recorded = await parts.recorder.record(turn.applied)
      if (E.isLeft(recorded))
        return isStopped() && recorded.left._tag === 'Cancelled'
          ? end('cancelled')
          : E.left(journalFailed(run, recorded.left))
    }
    state = turn.state
    inputs += turn.applied.length
    parts.tell(turn.responses)
    if (turn.refused !== undefined) return E.left(turn.refused)
    const status = machine.status(state)
    if (status !== 'running') return end(status)
    if (isStopped()) return end('cancelled')
    dispatcher.add(turn.effects)
    dispatcher.launch()
    if (arrived.length === 0 && dispatcher.isIdle()) return E.left(stalled(run, machine.name))
    if (Date.now() - rested > STRETCH) {
      await new Promise((resolve) => setTimeout(resolve, 0))
      rested = Date.now()
    }
    if (arrived.length === 0 && !isStopped())
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
}

interface Turn<T extends Types> {
  readonly state: T['state']
  readonly applied: readonly Input<T>[]
  readonly responses: readonly T['response'][]
  readonly effects: readonly T['effect'][]
  readonly refused: StepError | Crashed | undefined
}

/** Steps through the inputs up to the first that is refused. */
const fold = <T extends Types>(
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
    if (E.isLeft(next)) return { state, applied: inputs.slice(0, i), responses, effects, refused: next.left }
    state = next.right.state
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
