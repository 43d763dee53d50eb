import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Handler, ResultOf } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import { checkVector, type VectorEffect } from '@chorale/core/ports/vector'
import { sceneOf } from '../faults/index.js'
import type { Ask, Session } from '../session.js'

/** A handler of work that is given a checked effect and a way to the server. */
export const carried =
  <F extends VectorEffect>(
    session: Session,
    work: (effect: F, ask: Ask) => Promise<Either<EffectError, ResultOf<F>>>,
  ): Handler<F> =>
  (effect, { signal }) =>
  () => {
    const fault = checkVector(effect)
    if (fault !== undefined) return Promise.resolve(E.left(fault))
    return session.carry(sceneOf(effect), signal, (ask) => work(effect, ask))
  }
