import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Context } from '@chorale/core/effect'
import type { EffectError, Paid } from '@chorale/core/fault'
import type { Chat, Generate, Resolver } from '@chorale/core/ports/model'
import { attempts } from '../attempts.js'
import { cancelledFault, type Terms } from '../call.js'
import { choose } from '../choose.js'
import type { Config } from '../config.js'
import type { LanguageModel } from '../driver.js'
import type { Failure } from '../faults/failure-of.js'
import { paidFor, withPaid, type Meter } from '../meter.js'
import { pricesFor, typeOf } from '../resolver.js'

/** What is asked, on whose behalf, and the verb that it is told with in a fault. */
interface Wanted {
  readonly effect: Chat | Generate
  readonly context: Context
  readonly verb: 'chat' | 'generate'
}

/** What a conversation is begun with. */
interface Opened {
  readonly model: LanguageModel
  readonly type: Resolver['type']
  readonly terms: Terms
}

/** What a conversation came to, and what it took. */
interface Conducted<A> {
  readonly said: A
  readonly resolver: Resolver
  readonly paid: Paid
  readonly latencyMs: number
}

const timeoutUnlessToldMs = 30_000

/** Chooses the model, makes attempts until one ends with an answer, and adds up what all of them took. */
export const conduct = async <A>(
  config: Config,
  { effect, context, verb }: Wanted,
  begin: (opened: Opened) => { readonly attempt: () => Promise<Either<Failure, A>>; readonly meter: () => Meter },
): Promise<Either<EffectError, Conducted<A>>> => {
  const from = config.now()
  const { provider, retry, now } = config
  const scene = { doing: `${verb} ${effect.key}`, ids: { run: context.run, key: effect.key } }
  const find = provider?.languageModel?.bind(provider)
  const chosen = choose({ own: config.language, wanted: effect.sampling.model, find, verb: 'doGenerate' }, scene)
  if (E.isLeft(chosen)) return chosen
  const model = chosen.right
  const type = typeOf(model.provider, config)
  // A signal of the effect's own: many effects of a run would otherwise all listen on the run's, and Node warns of a leak at the eleventh.
  const signal = AbortSignal.any([context.signal])
  const terms = { scene, signal, timeoutMs: config.timeoutMs ?? timeoutUnlessToldMs, now }
  const begun = begin({ model, type, terms })
  const cancelled = () => cancelledFault(scene, begun.meter().calls === 0 ? 'no' : 'unknown')
  const outcome = await attempts(begun.attempt, { retry, signal, cancelled })
  const meter = begun.meter()
  const paid = paidFor(meter, pricesFor(type, config), model.modelId)
  if (E.isLeft(outcome)) return E.left(withPaid(outcome.left.fault, paid))
  const latencyMs = Math.max(0, Math.round(now() - from))
  return E.right({ said: outcome.right, resolver: { type, model: meter.model }, paid, latencyMs })
}
