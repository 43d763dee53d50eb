import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { thrownText, type EffectError } from '../kit/fault/index.js'
import type { Input, Machine, Status, Types } from '../kit/machine/index.js'
import type { Clock } from '../ports/index.js'
import type { Dispatcher, Settle } from './dispatch.js'
import { journalFailed, stalled, type RunError } from './fault.js'
import { inbox } from './inbox.js'
import { brokenJournal, type Recorder } from './record.js'
import { fold } from './turn.js'

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
  readonly dispatcher: (settle: Settle) => Dispatcher
  readonly recorder: Recorder | undefined
  readonly tell: (responses: readonly T['response'][]) => void
}

/** Calls back after the host's other work had its turn; a timer costs a millisecond or more, so it is the second choice. */
const nextTurn = (resume: () => void): void => {
  if (typeof setImmediate === 'function') setImmediate(resume)
  else setTimeout(resume, 0)
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
  const arrivals = inbox<Input<T>>({ _tag: 'started', run, params: parts.params, at: clock.now() })
  const dispatcher = parts.dispatcher(({ _tag: effect, key }, outcome) => {
    // A cast at the seam: the interpreter's type ties the outcome to the effect's tag, which the lanes have forgotten.
    arrivals.put({ _tag: 'settled', key, effect, outcome, at: clock.now() } as Input<T>)
  })
  const end = (status: Ending<T>['status']): Either<RunError, Ending<T>> =>
    E.right({ run, status, result: machine.result(state), state, inputs })
  const isStopped = (): boolean => signal.aborted
  signal.addEventListener('abort', arrivals.wake)

  let rested = Date.now()
  for (;;) {
    const turn = fold({ machine, run }, state, arrivals.take())
    if (turn.applied.length > 0 && parts.recorder !== undefined) {
      let recorded: Either<EffectError, unknown>
      // Caught here and not in a function of its own: every promise more on the way of every effect is felt.
      try {
        recorded = await parts.recorder.record(turn.applied)
      } catch (thrown) {
        recorded = E.left(brokenJournal(run, thrownText(thrown)))
      }
      if (E.isRight(recorded) && !parts.recorder.isAcknowledged(recorded.right))
        recorded = E.left(brokenJournal(run, 'it acknowledged something else than it was given'))
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
    if (arrivals.isEmpty() && dispatcher.isIdle()) return E.left(stalled(run, machine.name))
    if (Date.now() - rested > STRETCH) {
      await new Promise<void>(nextTurn)
      rested = Date.now()
    }
    if (arrivals.isEmpty() && !isStopped()) await arrivals.wait()
  }
}
