import * as E from 'fp-ts/lib/Either.js'
import { effectDigest, type Context, type Effect, type ResultOf } from '../../kit/effect/index.js'
import { termsOf, type Clock } from '../../ports/index.js'
import { quietly, type Tell } from '../event.js'
import type { Policy } from '../policy.js'
import { wrapped, type Outcome, type Send } from '../send.js'
import { aborted, endedWhile, type Aborted } from '../waiting.js'
import type { Within } from '../within.js'
import { flights, type Asked, type Flights } from './flights.js'
import { shelf, usualCache, type CacheSpec, type Found, type Shelf } from './shelf.js'

/** A cache one can look into: what it holds for an effect, however old, and how many bytes it holds in all. */
export type Cache = Policy & {
  readonly peek: <E extends Effect>(effect: E) => ResultOf<E> | undefined
  readonly bytes: () => number
}

interface CacheParts {
  readonly clock: Clock
  /** From 0 up to 1, 1 left out. */
  readonly random: () => number
  readonly tell?: Tell
}

/**
 * Answers what was asked before. Laws: the same results with and without it, only sooner; one call at a time for equal effects, however many
 * ask; a batch is answered where it is known and sent where it is not; a stale answer is given at once and refreshed once; none is given past
 * its bounds, none is kept that was less than was asked; never more bytes than allowed; a failure is never kept but `NotFound`, shortly. Answers
 * are told apart by digest alone, which knows neither handler nor tenant: one cache for what would be answered alike to all. Parts of an outcome
 * (a stream) reach only the one whose call it is: who joins it, and who is answered from the cache, gets the outcome without parts. Resilience 9.
 */
export const cache = (spec: CacheSpec, { clock, random, tell }: CacheParts): Cache => {
  const kept = shelf(spec)
  const air = flights((digest, outcome, isDegraded) => {
    if (!isDegraded && isWorthKeeping(outcome)) kept.keep(digest, outcome, { now: clock.now(), random })
  })
  const isFor = (effect: Effect): boolean => (spec.of ?? usualCache.of) === 'any' || termsOf(effect._tag).isReusable
  const stale = quietly(tell)
  const carryOut =
    <E extends Effect>(send: Send<E>): Send<E> =>
    async (effects, context) => {
      const asked = effects.every(isFor) ? askedFor(effects) : undefined
      if (asked === undefined) return send(effects, context)
      const answers = begin(asked, { send, context, shelf: kept, air, now: clock.now() })
      return Promise.all(answers.map((answer) => endOf(answer, { within: context, tell: stale })))
    }
  const policy: Policy = (handler) => wrapped(handler, carryOut)
  const peek = <E extends Effect>(effect: E): ResultOf<E> | undefined => {
    const digest = askedFor([effect])?.[0]?.digest
    const found = digest === undefined ? undefined : kept.find(digest, clock.now())
    // A cast after a check: the digest covers the tag, and the tag fixes the type of the result.
    return found !== undefined && E.isRight(found.outcome) ? (found.outcome.right as ResultOf<E>) : undefined
  }
  return Object.assign(policy, { peek, bytes: kept.bytes })
}

/** Undefined where an effect has no digest: it is not plain data, and goes past the cache. */
const askedFor = <E extends Effect>(effects: readonly E[]): readonly Asked<E>[] | undefined => {
  try {
    return effects.map((effect) => ({ effect, digest: effectDigest(effect) }))
  } catch {
    return undefined
  }
}

const isWorthKeeping = (outcome: Outcome<Effect>): boolean =>
  E.isLeft(outcome) ? outcome.left._tag === 'NotFound' : outcome.right !== undefined && outcome.right !== null

/** What is known of an effect, and the call that was joined where that is not enough. */
interface Answer<E extends Effect> {
  readonly effect: E
  readonly found: Found | undefined
  readonly flight: Promise<Outcome<Effect> | Aborted> | undefined
}

interface Desk<E extends Effect> {
  readonly send: Send<E>
  readonly context: Context
  readonly shelf: Shelf
  readonly air: Flights
  readonly now: number
}

/** Looks everything up, sends in one go what nobody has asked, and refreshes in another what is stale. */
const begin = <E extends Effect>(asked: readonly Asked<E>[], desk: Desk<E>): readonly Answer<E>[] => {
  const { air, context, send, now } = desk
  const looked = asked.map((one) => ({ ...one, found: desk.shelf.find(one.digest, now) }))
  const unheard = firsts(looked.filter(({ digest }) => !air.has(digest)))
  const missing = unheard.filter(({ found }) => isMissing(found))
  const ageing = unheard.filter(({ found }) => found?.age === 'stale')
  if (missing.length > 0 && !context.signal.aborted) air.depart(missing, { send, context, mode: 'watched' })
  if (ageing.length > 0) air.depart(ageing, { send, context, mode: 'unwatched' })
  return looked.map(({ effect, digest, found }) => ({
    effect,
    found,
    flight: isMissing(found) ? air.join(digest, context.signal) : undefined,
  }))
}

const isMissing = (found: Found | undefined): boolean => found === undefined || found.age === 'old'

const firsts = <E extends Effect, A extends Asked<E>>(asked: readonly A[]): readonly A[] => {
  const seen = new Set<string>()
  return asked.filter(({ digest }) => !seen.has(digest) && seen.add(digest))
}

const endOf = async <E extends Effect>(
  { effect, found, flight }: Answer<E>,
  { within, tell }: { readonly within: Within; readonly tell: Tell },
): Promise<Outcome<E>> => {
  if (found !== undefined && !isMissing(found)) {
    if (found.age === 'stale') tell({ _tag: 'stale', key: effect.key, why: 'refreshing' })
    return given(found.outcome)
  }
  const landed = flight === undefined ? aborted : await flight
  if (landed === aborted) return E.left(endedWhile(effect, 'an equal call', flight === undefined ? 'no' : 'unknown'))
  if (found === undefined || E.isRight(landed) || !landed.left.retryable) return given(landed)
  within.degraded?.(effect.key)
  tell({ _tag: 'stale', key: effect.key, why: 'failed' })
  return given(found.outcome)
}

/** A cast at the seam: equal digests are of equal tags, and the tag fixes the type of the result. */
const given = <E extends Effect>(outcome: Outcome<Effect>): Outcome<E> => outcome as Outcome<E>
