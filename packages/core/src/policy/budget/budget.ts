import * as E from 'fp-ts/lib/Either.js'
import type { Effect, ResultOf } from '../../kit/effect/index.js'
import { overBudget, thrownText, type EffectError, type Paid } from '../../kit/fault/index.js'
import type { Clock } from '../../ports/index.js'
import type { Cache } from '../cache/cache.js'
import { quietly, type Tell } from '../event.js'
import type { Try } from '../line.js'
import { isAmount, isSampled, paidFor } from '../payment.js'
import type { Policy } from '../policy.js'
import { broken, doing, wrapped, type Outcome, type Send } from '../send.js'
import { aborted, endedWhile } from '../waiting.js'
import type { Within } from '../within.js'
import type { Account } from './account.js'
import { booked, largestShare, setAside, type Refusal } from './books.js'
import { lessened, measuresAt, type Measure, type Rung } from './ladder.js'

/** What a budget needs beside its account. */
interface BudgetParts {
  readonly clock: Clock
  /** The most one call of an effect may take. The budget holds as far as this does. */
  readonly worst: (effect: Effect) => Paid
  readonly ladder?: readonly Rung[]
  /** Where the measure `cache` looks. */
  readonly cache?: Pick<Cache, 'peek'>
  readonly tell?: Tell
}

/**
 * Spends no more than an account allows. Laws: what is spent and set aside together never exceeds a limit, in any interleaving, as long as no
 * call takes more than its `worst`; what does not fit waits, in order, while calls under way may give enough back, and is `OverBudget`
 * otherwise; nothing is sent that was not set aside, and every reservation is settled once: at what was paid, or at itself where nobody knows.
 * A batch is sent in the parts that fit. Resilience 15.
 */
export const budget = (account: Account, parts: BudgetParts): Policy => {
  const carryOut =
    <E extends Effect>(send: Send<E>): Send<E> =>
    async (effects, context) => {
      const outcomes = new Map<number, Outcome<E>>()
      let rest = effects.map((effect, index): Seat<E> => ({ effect, index }))
      while (rest.length > 0) {
        const attempt = (): Try<Admission<E>> => admit(account, parts, rest)
        const admitted = await account.line.enter(attempt, context.signal)
        if (admitted === aborted) {
          for (const { effect, index } of rest) outcomes.set(index, E.left(endedWhile(effect, 'a budget', 'no')))
          break
        }
        for (const { index, outcome } of admitted.answered) outcomes.set(index, outcome)
        for (const taken of admitted.measures) tellOf(taken, context, parts.tell)
        rest = admitted.rest
        const sent = await send(
          admitted.seated.map(({ effect }) => effect),
          context,
        )
        admitted.seated.forEach(({ effect, index, reserved }, i) => {
          // A cast after a check: the sending is total, one outcome for each effect.
          const outcome = sent[i] as Outcome<E>
          const paid = paidFor(effect, outcome, reserved)
          account.change((open) => booked(open, { reserved, paid }, parts.clock.now()))
          outcomes.set(index, outcome)
        })
      }
      return effects.flatMap((_, i) => outcomes.get(i) ?? [])
    }
  return (handler) => wrapped(handler, carryOut)
}

interface Seat<E extends Effect> {
  readonly effect: E
  readonly index: number
}

/** A measure taken for an effect. */
interface Taken {
  readonly key: string
  readonly measure: Measure
  readonly share: number
}

/** What becomes of the first few of a list: sent, answered (or refused) at once, and the rest. */
interface Admission<E extends Effect> {
  readonly seated: readonly (Seat<E> & { readonly reserved: Paid })[]
  readonly answered: readonly { readonly index: number; readonly outcome: Outcome<E> }[]
  readonly measures: readonly Taken[]
  readonly rest: Seat<E>[]
}

/** Sets aside for as many as fit, in their order; waits where not even the first one does and calls under way may give enough back. */
const admit = <E extends Effect>(
  account: Account,
  parts: BudgetParts,
  seats: readonly Seat<E>[],
): Try<Admission<E>> => {
  const seated: (Seat<E> & { readonly reserved: Paid })[] = []
  const answered: { readonly index: number; readonly outcome: Outcome<E> }[] = []
  const measures: Taken[] = []
  for (const [place, seat] of seats.entries()) {
    const wish = wishOf(seat.effect, largestShare(account.books()), parts)
    const result = wish._tag === 'answered' ? wish : reserved(account, wish.effect, parts)
    if (result._tag === 'wait') {
      return place === 0
        ? { _tag: 'wait' }
        : { _tag: 'go', value: { seated, answered, measures, rest: seats.slice(place) } }
    }
    measures.push(...wish.measures)
    if (result._tag === 'answered') answered.push({ index: seat.index, outcome: result.outcome })
    else seated.push({ effect: result.effect, index: seat.index, reserved: result.reserved })
  }
  return { _tag: 'go', value: { seated, answered, measures, rest: [] } }
}

type Wish<E extends Effect> = { readonly measures: readonly Taken[] } & (
  { readonly _tag: 'answered'; readonly outcome: Outcome<E> } | { readonly _tag: 'send'; readonly effect: E }
)

/** What a ladder makes of an effect. */
const wishOf = <E extends Effect>(effect: E, share: number, { ladder = [], cache }: BudgetParts): Wish<E> => {
  const measures = isSampled(effect) ? measuresAt(ladder, share) : []
  const taken = (some: readonly Measure[]) => some.map((measure) => ({ key: effect.key, measure, share }))
  const only = (tag: Measure['_tag']) => measures.filter(({ _tag }) => _tag === tag)
  const known: ResultOf<E> | undefined = only('cache').length > 0 ? cache?.peek(effect) : undefined
  if (known !== undefined) return { _tag: 'answered', outcome: E.right(known), measures: taken(only('cache')) }
  if (only('ask').length > 0)
    return { _tag: 'answered', outcome: E.left(askFirst(effect, share)), measures: taken(only('ask')) }
  const changing = measures.filter(({ _tag }) => _tag === 'cheaper' || _tag === 'smaller')
  return { _tag: 'send', effect: lessened(effect, changing), measures: taken(changing) }
}

const noAmount = 'the most it may take is no amount'

/** A host's `worst` may break: what was set aside for others of the batch must not be lost over it. */
const reserved = <E extends Effect>(account: Account, effect: E, { worst, clock }: BudgetParts) => {
  const known = E.tryCatch(() => worst(effect), thrownText)
  if (E.isLeft(known)) return { _tag: 'answered', outcome: E.left(broken(effect, known.left)) } as const
  if (!isAmount(known.right)) return { _tag: 'answered', outcome: E.left(broken(effect, noAmount)) } as const
  const [most, now] = [known.right, clock.now()]
  const set = setAside(account.books(), most, now)
  if (E.isLeft(set))
    return set.left.mayFit
      ? ({ _tag: 'wait' } as const)
      : ({ _tag: 'answered', outcome: E.left(tooMuch(effect, set.left)) } as const)
  account.change(() => set.right)
  return { _tag: 'seated', effect, reserved: most } as const
}

const tellOf = ({ key, measure, share }: Taken, within: Within, tell: Tell | undefined): void => {
  if (measure._tag !== 'ask') within.degraded?.(key)
  quietly(tell)({ _tag: 'lessened', key, measure: measure._tag, share })
}

const tooMuch = (effect: Effect, { period, shortfall, retryAfterMs }: Refusal): EffectError => {
  const { limit, allowed, spent, reserved: aside, wanted } = shortfall
  return overBudget({
    doing: doing(effect),
    because:
      wanted === null
        ? `it has no price, so that the ${period} limit of ${allowed} ${limit} could not be kept`
        : `the ${period} limit is ${allowed} ${limit}: ${spent} spent, ${aside} set aside, ${wanted} wanted`,
    next: retryAfterMs === undefined ? 'Allow a larger budget.' : `Allow a larger budget, or wait ${retryAfterMs} ms.`,
    ids: { effect: effect.key, period, limit },
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

const askFirst = (effect: Effect, share: number): EffectError =>
  overBudget({
    doing: doing(effect),
    because: `${Math.round(share * 100)} % of the budget is used, and from here on a person is to decide`,
    next: 'Allow a larger budget, or end the run.',
    ids: { effect: effect.key },
  })
