import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Context, Effect, Handler, ResultOf } from '../kit/effect/index.js'
import { defect, thrownText, type EffectError } from '../kit/fault/index.js'
import { hearing } from './hearing.js'

/** How one effect ended. */
export type Outcome<E extends Effect> = Either<EffectError, ResultOf<E>>

/**
 * Carries out a list of effects of one kind, one outcome for each in their order. Every policy is written once, against this face; a single
 * effect is a list of one, and reaches the handler's single face, as in the runner.
 */
export type Send<E extends Effect> = (effects: readonly E[], context: Context) => Promise<readonly Outcome<E>[]>

/** A handler with both faces of the one given, each carried out by what `wrap` makes of its sending. It never rejects. */
export const wrapped = <E extends Effect>(handler: Handler<E>, wrap: (send: Send<E>) => Send<E>): Handler<E> => {
  const send = total(wrap(sendOf(handler)))
  const one: Handler<E> = (effect, context) => async () => {
    const outcomes = await send([effect], context)
    return outcomes[0] ?? E.left(broken(effect, noEither))
  }
  if (handler.many === undefined) return one
  return Object.assign(one, { many: (effects: readonly E[], context: Context) => () => send(effects, context) })
}

/** A handler's two faces as one, made total: what throws, rejects or gives no Either is a `Defect`. */
export const sendOf = <E extends Effect>(handler: Handler<E>): Send<E> => {
  const one = total<E>(async (effects, context) => {
    const outcomes: Outcome<E>[] = []
    const open = hearing(context)
    try {
      for (const effect of effects) outcomes.push(await handler(effect, open.context)())
    } finally {
      open.close()
    }
    return outcomes
  })
  const { many } = handler
  const together = many === undefined ? undefined : total<E>((effects, context) => many(effects, context)())
  return async (effects, context) => {
    if (together !== undefined && effects.length > 1) return together(effects, context)
    return (await Promise.all(effects.map((effect) => one([effect], context)))).flat()
  }
}

const total =
  <E extends Effect>(send: Send<E>): Send<E> =>
  async (effects, context) => {
    if (effects.length === 0) return []
    try {
      // Types promise a list of Eithers; what comes from a host without types may be anything.
      const given: unknown = await send(effects, context)
      return effects.map((effect, i) => outcomeOf(effect, Array.isArray(given) ? given[i] : undefined))
    } catch (thrown) {
      return effects.map((effect) => E.left(broken(effect, thrownText(thrown))))
    }
  }

const noEither = 'the handler gave no Either'

const outcomeOf = <E extends Effect>(effect: E, given: unknown): Outcome<E> => {
  const tag = typeof given === 'object' && given !== null && '_tag' in given ? given._tag : undefined
  // A cast after a check: the tag says which.
  return tag === 'Right' || tag === 'Left' ? (given as Outcome<E>) : E.left(broken(effect, noEither))
}

/** What an error says was being done. */
export const doing = (effect: Effect): string => `carry out ${effect._tag} ${effect.key}`

/** The same bug report as the runner's. */
export const broken = (effect: Effect, because: string): EffectError =>
  defect({
    doing: doing(effect),
    because,
    next: 'A handler must answer with a result or an EffectError: report a bug to its author.',
    ids: { effect: effect.key },
  })
