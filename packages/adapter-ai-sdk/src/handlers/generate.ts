import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Context, Handler } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import type { Generate, Generated } from '@chorale/core/ports'
import { attempts } from '../attempts.js'
import { cancelledFault } from '../call.js'
import { choose } from '../choose.js'
import type { Config } from '../config.js'
import { paidFor, withPaid } from '../meter.js'
import { pricesFor, typeOf } from '../resolver.js'
import { conversation } from './conversation.js'

/** Answers `model/generate`: attempts, each with its repair, until an answer keeps its contract. Spec cf14 4.6. */
export const generateHandler =
  (config: Config): Handler<Generate> =>
  (effect, context) =>
  () =>
    generate(config, effect, context)

const timeoutUnlessToldMs = 30_000

const generate = async (
  config: Config,
  effect: Generate,
  context: Context,
): Promise<Either<EffectError, Generated>> => {
  const from = config.now()
  const { provider, retry, now } = config
  const scene = { doing: `generate ${effect.key}`, ids: { run: context.run, key: effect.key } }
  const find = provider?.languageModel?.bind(provider)
  const chosen = choose({ own: config.language, wanted: effect.sampling.model, find, verb: 'doGenerate' }, scene)
  if (E.isLeft(chosen)) return chosen
  const model = chosen.right
  const type = typeOf(model.provider, config)
  // A signal of the effect's own: many effects of a run would otherwise all listen on the run's, and Node warns of a leak at the eleventh.
  const signal = AbortSignal.any([context.signal])
  const terms = { scene, signal, timeoutMs: config.timeoutMs ?? timeoutUnlessToldMs, now }
  const talk = conversation({ effect, model, type, config, terms })
  const cancelled = () => cancelledFault(scene, talk.meter().calls === 0 ? 'no' : 'unknown')
  const outcome = await attempts(talk.attempt, { retry, signal, cancelled })
  const meter = talk.meter()
  const paid = paidFor(meter, pricesFor(type, config), model.modelId)
  if (E.isLeft(outcome)) return E.left(withPaid(outcome.left.fault, paid))
  const { answer, rawLength } = outcome.right
  return E.right({
    answer,
    resolver: { type, model: meter.model },
    ...paid,
    latencyMs: Math.max(0, Math.round(now() - from)),
    rawLength,
  })
}
