import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { jsonText } from '../kit/base/index.js'
import { notFound, orReject, type EffectError } from '../kit/fault/index.js'
import type { Input, Types } from '../kit/machine/index.js'
import type { Answered } from '../ports/index.js'
import { lostWith } from './opening.js'
import { landOwn, type Sitting } from './sitting.js'

/** A person's word on an open question. */
export interface Word {
  readonly key: string
  readonly answered: Answered
  readonly recorded: () => void
}

/** Takes an answer to an open question; the fault where nobody asks. */
export const answer = <T extends Types>(at: Sitting<T>, { key, answered, recorded }: Word): EffectError | undefined => {
  const open = at.standing.answered(key)
  if (open === undefined) return nobodyAsks(at.run, key)
  const { task, isDoubt } = open
  if (!isDoubt) landOwn(at, task, { outcome: E.right(answered), recorded })
  else if (answered.answer !== 'again') landOwn(at, task, { outcome: E.left(lostWith(task.effect)), recorded })
  else {
    at.dispatcher.add({ ...task, recorded })
    at.inbox.wake()
  }
  return undefined
}

/** Hands a message from outside to the machine. */
export const tellMachine = <T extends Types>(
  at: Sitting<T>,
  message: T['message'],
  recorded: () => void,
): undefined => {
  const now = at.clock.now()
  const payload = at.isJournaled ? jsonText(message) : ''
  // A cast at the seam: a machine that declares no message has nobody who could tell it one.
  const input = { _tag: 'told', message, at: now } as Input<T>
  at.inbox.put({ at: now, input, task: undefined, paid: null, source: null, payload, recorded })
}

/** Delivers to a sitting; resolves once it is kept, rejects where it cannot be or where the run ended before. */
export const deliverTo = <T extends Types>(
  run: string,
  { at, ended }: { readonly at: Promise<Sitting<T>>; readonly ended: Promise<Either<unknown, unknown>> },
  deliver: (at: Sitting<T>, recorded: () => void) => EffectError | undefined,
): Promise<void> => {
  const kept = at.then(
    (sitting) =>
      new Promise<Either<EffectError, void>>((resolve) => {
        const fault = deliver(sitting, () => resolve(E.right(undefined)))
        if (fault !== undefined) resolve(E.left(fault))
      }),
  )
  const late = ended.then(() => E.left(nobodyAsks(run, '')))
  return orReject(Promise.race([kept, late]))
}

const nobodyAsks = (run: string, key: string): EffectError =>
  notFound({
    doing: key === '' ? 'tell a run' : `answer ${key}`,
    because: key === '' ? 'the run has ended here' : 'nobody waits for this answer',
    next: 'Look at the open questions of the run, or resume it first.',
    ids: { run },
  })
