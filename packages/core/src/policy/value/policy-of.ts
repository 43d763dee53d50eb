import { defined } from '../../kit/base/index.js'
import type { Effect, Handler } from '../../kit/effect/index.js'
import type { Paid } from '../../kit/fault/index.js'
import type { Clock } from '../../ports/index.js'
import { breaker, type Breaker } from '../breaker/breaker.js'
import { account, type Account } from '../budget/account.js'
import { budget } from '../budget/budget.js'
import { lessened } from '../budget/ladder.js'
import { bulkhead } from '../bulkhead.js'
import { cache, type Cache } from '../cache/cache.js'
import type { Tell } from '../event.js'
import { fallback } from '../fallback.js'
import { isSampled, unpricedWorst } from '../payment.js'
import { patience } from '../patience.js'
import { identity, type Policy } from '../policy.js'
import { rateLimit } from '../rate/rate-limit.js'
import { retry } from '../retry/retry.js'
import { sendOf, wrapped } from '../send.js'
import { timeout } from '../timeout.js'
import type { PolicySpec } from './spec.js'

/** What the policies of a spec need from outside. */
export interface PolicyParts {
  readonly clock: Clock
  /** From 0 up to 1, 1 left out: `Math.random`. */
  readonly random: () => number
  /** The most one call takes, e.g. by `worstCase` and a tariff. Without it no prices are known, and a limit in money refuses what is paid. */
  readonly worst?: (effect: Effect) => Paid
  /** Kept answers that several policies share; without it, one of the spec's own. */
  readonly cache?: Cache
  /** What several policies spend from; without it, one of the spec's own. */
  readonly account?: Account
  /** A breaker whose state the host wants to read or keep; without it, one of the spec's own. */
  readonly breaker?: Breaker
  readonly tell?: Tell
}

/**
 * The policy of a spec. From the outside in: fallback, cache, patience, bulkhead, retry, rate and budget (for each try), breaker, timeout, call. Each model of
 * a fallback has places, tries and a circuit of its own; cache, rate and budget are shared. Resilience 4.
 *
 * @example
 * const policy = policyOf(presets.ai, { clock, random: Math.random })
 */
export const policyOf = (spec: PolicySpec, parts: PolicyParts): Policy => {
  const shared = sharedOf(spec, parts)
  const first = stackOf(spec, parts, { ...shared, breaker: parts.breaker })
  if (spec.fallback === undefined) return first
  const { models, deadlineMs } = spec.fallback
  const others = models.map((model) => ({ model, policy: stackOf(spec, parts, { ...shared, breaker: undefined }) }))
  const terms = { clock: parts.clock, ...defined({ deadlineMs, tell: parts.tell }) }
  return <E extends Effect>(handler: Handler<E>): Handler<E> => {
    const alone = first(handler)
    const links = others.map(({ model, policy }) => ({ name: model, handler: asking(model, policy(handler)) }))
    const [whole, single] = [sendOf(fallback(links, terms)(alone)), sendOf(alone)]
    // Another model is no other way to anything but an answer of a model.
    return wrapped(
      handler,
      () => (effects, context) => (effects.every(isSampled) ? whole(effects, context) : single(effects, context)),
    )
  }
}

/** What all links of a fallback have in common. */
interface Shared {
  readonly cache: Policy
  readonly rate: Policy
  readonly budget: Policy
}

const sharedOf = (spec: PolicySpec, parts: PolicyParts): Shared => {
  const { clock, worst = unpricedWorst } = parts
  const kept = parts.cache ?? (spec.cache === undefined ? undefined : cache(spec.cache, parts))
  const purse = parts.account ?? (spec.budget === undefined ? undefined : account(spec.budget, { clock }))
  const terms = { clock, worst, ...defined({ ladder: spec.budget?.ladder, cache: kept, tell: parts.tell }) }
  return {
    cache: kept ?? identity,
    rate: spec.rate === undefined ? identity : rateLimit(spec.rate, { clock }),
    budget: purse === undefined ? identity : budget(purse, terms),
  }
}

/** The policies round one way to an answer, each with a state of its own but for the shared ones. */
const stackOf = (
  spec: PolicySpec,
  parts: PolicyParts,
  shared: Shared & { readonly breaker: Breaker | undefined },
): Policy => {
  const layers: readonly Policy[] = [
    shared.cache,
    spec.patience === undefined ? identity : patience(spec.patience, parts),
    spec.bulkhead === undefined ? identity : bulkhead(spec.bulkhead),
    spec.retry === undefined ? identity : retry(spec.retry, parts),
    shared.rate,
    shared.budget,
    shared.breaker ?? (spec.breaker === undefined ? identity : breaker(spec.breaker, parts)),
    spec.timeoutMs === undefined ? identity : timeout(spec.timeoutMs, parts),
  ]
  return (handler) => layers.reduceRight((inner, layer) => layer(inner), handler)
}

/** The same handler, asked for another model. */
const asking = <E extends Effect>(model: string, handler: Handler<E>): Handler<E> =>
  wrapped(
    handler,
    (send) => (effects, context) =>
      send(
        effects.map((effect) => lessened(effect, [{ _tag: 'cheaper', model }])),
        context,
      ),
  )
