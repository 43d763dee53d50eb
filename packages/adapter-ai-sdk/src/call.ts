import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { cancelled, timedOut, type EffectError } from '@chorale/core/fault'
import { bounded } from './deadline.js'
import { failureOf, type Failure } from './faults/failure-of.js'
import type { Scene } from './faults/scene.js'

/** What holds for every call of one effect. */
export interface Terms {
  readonly scene: Scene
  readonly signal: AbortSignal
  readonly timeoutMs: number
  readonly now: () => number
}

/** A failed call, with what was thrown where something was. */
export interface FailedCall extends Failure {
  readonly thrown?: unknown
}

/** One call within its limits, as a value. It never rejects. */
export const called = async (
  call: (signal: AbortSignal) => PromiseLike<unknown>,
  terms: Terms,
): Promise<Either<FailedCall, unknown>> => {
  const ended = await bounded(call, terms)
  switch (ended._tag) {
    case 'answered':
      return E.right(ended.value)
    case 'threw':
      return E.left({ ...failureOf(ended.thrown, terms.scene, terms.now()), thrown: ended.thrown })
    case 'late':
      return E.left({ fault: lateFault(terms) })
    case 'aborted':
      return E.left({ fault: cancelledFault(terms.scene, 'unknown') })
  }
}

const lateFault = ({ scene, timeoutMs }: Terms) =>
  timedOut({
    ...scene,
    because: `no answer within ${timeoutMs} ms`,
    next: 'Raise timeoutMs or ask for a shorter answer.',
    applied: 'unknown',
  })

/** The caller's signal ended the effect. */
export const cancelledFault = (scene: Scene, applied: 'no' | 'unknown'): EffectError =>
  cancelled({ ...scene, because: 'the caller aborted it', next: 'Nothing to do if this was meant.', applied })
