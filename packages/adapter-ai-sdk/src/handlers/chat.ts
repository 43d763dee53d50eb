import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Context, Handler } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import type { Chat, Chatted } from '@chorale/core/ports/model'
import { attempts } from '../attempts.js'
import { cancelledFault } from '../call.js'
import { choose } from '../choose.js'
import type { Config } from '../config.js'
import { paidFor, withPaid } from '../meter.js'
import { pricesFor, typeOf } from '../resolver.js'
import { talk } from './talk.js'

/**
 * Answers `model/chat`: attempts until one ends with an answer. Asked for in pieces, the text is told while it is written, where somebody
 * listens and the model can; a stream that breaks is void and is begun again with the next attempt. Spec chorus 3.
 */
export const chatHandler =
  (config: Config): Handler<Chat> =>
  (effect, context) =>
  () =>
    chat(config, effect, context)

const timeoutUnlessToldMs = 30_000

const chat = async (config: Config, effect: Chat, context: Context): Promise<Either<EffectError, Chatted>> => {
  const from = config.now()
  const { provider, retry, now } = config
  const scene = { doing: `chat ${effect.key}`, ids: { run: context.run, key: effect.key } }
  const find = provider?.languageModel?.bind(provider)
  const chosen = choose({ own: config.language, wanted: effect.sampling.model, find, verb: 'doGenerate' }, scene)
  if (E.isLeft(chosen)) return chosen
  const model = chosen.right
  const type = typeOf(model.provider, config)
  // A signal of the effect's own: many effects of a run would otherwise all listen on the run's, and Node warns of a leak at the eleventh.
  const signal = AbortSignal.any([context.signal])
  const terms = { scene, signal, timeoutMs: config.timeoutMs ?? timeoutUnlessToldMs, now }
  const tell = effect.delivery === 'pieces' ? context.tell : undefined
  const going = talk({ effect, model, type, config, terms, tell })
  const cancelled = () => cancelledFault(scene, going.meter().calls === 0 ? 'no' : 'unknown')
  const outcome = await attempts(going.attempt, { retry, signal, cancelled })
  const meter = going.meter()
  const paid = paidFor(meter, pricesFor(type, config), model.modelId)
  if (E.isLeft(outcome)) return E.left(withPaid(outcome.left.fault, paid))
  const { text, finish, isCounted } = outcome.right
  return E.right({
    ...{ text, finish, resolver: { type, model: meter.model } },
    ...paid,
    // Tokens that nobody counted have no price: a nought would be a lie.
    costMicroUsd: isCounted ? paid.costMicroUsd : null,
    latencyMs: Math.max(0, Math.round(now() - from)),
  })
}
