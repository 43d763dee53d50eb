import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Handler, ResultOf } from '../../kit/effect/index.js'
import { unsupported, type EffectError } from '../../kit/fault/index.js'
import type { Opened, StoreEffect, Subject } from './subject.js'

/** One case's way to the store. Every effect is frozen before a handler gets it. */
export interface Trial {
  /** Letters and digits, a letter first, at most 16; fresh for each case: all that a case names in the store begins with it. */
  readonly prefix: string
  readonly ask: <A extends StoreEffect>(effect: A) => TaskEither<EffectError, ResultOf<A>>
  /** Effects of one tag by the handler's own batch where it has one, otherwise one by one. */
  readonly askMany: <A extends StoreEffect>(effects: readonly A[]) => Task<readonly Either<EffectError, ResultOf<A>>[]>
  /** Closes the store and opens it anew. */
  readonly reopen: () => Promise<void>
}

/** A trial, and how it ends. */
export interface Begun {
  readonly trial: Trial
  readonly close: () => Promise<void>
}

/** Opens a subject for one case. */
export const begin = async (subject: Subject, prefix: string): Promise<Begun> => {
  let opened: Opened = await subject.open()
  const context = { run: prefix, attempt: 1, signal: new AbortController().signal }
  const handlerOf = <A extends StoreEffect>(tag: A['_tag']): Handler<A> =>
    // A cast at the seam: the handler under an effect's tag is the one for that effect.
    (opened.handlers[tag] as Handler<A> | undefined) ?? missing(tag)
  const trial: Trial = {
    prefix,
    ask: (effect) => repeated(handlerOf<typeof effect>(effect._tag)(frozen(effect), context)),
    askMany: <A extends StoreEffect>(effects: readonly A[]) => {
      const [first] = effects
      if (first === undefined) return () => Promise.resolve([])
      const handler = handlerOf<A>(first._tag)
      return handler.many?.(frozen(effects), context) ?? (() => inTurn(effects.map((each) => handler(each, context))))
    },
    reopen: async () => {
      await opened.close()
      opened = await subject.open()
    },
  }
  return { trial, close: () => opened.close() }
}

/** Tries of one effect. */
const mostTries = 5

/** What was not applied and may be tried again is tried again, as a host does: two writes at the same time may stand in each other's way. */
const repeated =
  <A>(ask: TaskEither<EffectError, A>): TaskEither<EffectError, A> =>
  async () => {
    for (let tries = 1; ; tries += 1) {
      const outcome = await ask()
      if (E.isRight(outcome) || !outcome.left.retryable || outcome.left.applied !== 'no' || tries === mostTries)
        return outcome
    }
  }

const missing =
  <A extends StoreEffect>(tag: A['_tag']): Handler<A> =>
  () =>
  () =>
    Promise.resolve(
      E.left(
        unsupported({ doing: tag, because: 'there is no handler for it', next: 'Add one, or leave out the port.' }),
      ),
    )

const inTurn = async <A>(tasks: readonly Task<A>[]): Promise<readonly A[]> => {
  const outcomes: A[] = []
  for (const task of tasks) outcomes.push(await task())
  return outcomes
}

/** Frozen through and through: a handler that writes into an effect throws. */
const frozen = <A>(value: A): A => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(frozen)
  }
  return value
}
