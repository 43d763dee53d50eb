import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Context, Handler } from '@chorale/core/effect'
import { badAnswer, type EffectError } from '@chorale/core/fault'
import type { Embed, Embedded } from '@chorale/core/ports'
import { attempts } from '../attempts.js'
import { called, cancelledFault, type Terms } from '../call.js'
import { choose } from '../choose.js'
import { batches } from '../compile/batches.js'
import type { Config } from '../config.js'
import { placesOf, type Places } from '../decode.js'
import { embed as ask, mostPerCall, type EmbeddingModel } from '../driver.js'
import type { Failure } from '../faults/failure-of.js'
import { malformed } from '../faults/rules.js'
import { paidFor, sent, started, used, withPaid, type Meter } from '../meter.js'
import { pricesFor, typeOf } from '../resolver.js'

/** Answers `model/embed`: batches as large as the model takes, one after the other, each with its attempts. */
export const embedHandler =
  (config: Config): Handler<Embed> =>
  (effect, context) =>
  () =>
    embed(config, effect, context)

const timeoutUnlessToldMs = 10_000

const embed = async (config: Config, effect: Embed, context: Context): Promise<Either<EffectError, Embedded>> => {
  const { provider, now } = config
  const scene = {
    doing: `embed ${effect.key} (${effect.texts.length} texts)`,
    ids: { run: context.run, key: effect.key },
  }
  const find = provider?.embeddingModel?.bind(provider)
  const chosen = choose({ own: config.embedding, wanted: effect.model, find, verb: 'doEmbed' }, scene)
  if (E.isLeft(chosen)) return chosen
  const model = chosen.right
  const type = typeOf(model.provider, config)
  const terms = {
    scene,
    signal: AbortSignal.any([context.signal]),
    timeoutMs: config.timeoutMs ?? timeoutUnlessToldMs,
    now,
  }
  const { outcome, meter } = await embedAll(effect.texts, { model, config, terms })
  const paid = paidFor(meter, pricesFor(type, config), model.modelId)
  if (E.isLeft(outcome)) return E.left(withPaid(outcome.left.fault, paid))
  const { vectors, warnings } = outcome.right
  const { usage, costMicroUsd } = paid
  return E.right({
    vectors,
    dimension: vectors[0]?.length ?? 0,
    resolver: { type, model: model.modelId },
    usage,
    costMicroUsd,
    warnings,
  })
}

interface Setting {
  readonly model: EmbeddingModel
  readonly config: Config
  readonly terms: Terms
}

interface Whole {
  readonly outcome: Either<Failure, Pick<Places, 'vectors' | 'warnings'>>
  readonly meter: Meter
}

const embedAll = async (texts: readonly string[], { model, config, terms }: Setting): Promise<Whole> => {
  let meter = started(model.modelId)
  const once = (batch: readonly string[]) => async (): Promise<Either<Failure, Places>> => {
    meter = sent(meter)
    const options = {
      values: [...batch],
      ...(config.providerOptions === undefined ? {} : { providerOptions: config.providerOptions }),
    }
    const result = await called((signal) => ask(model, options, signal), terms)
    if (E.isLeft(result)) return result
    const places = placesOf(result.right)
    if (places === undefined)
      return E.left({ fault: malformed({ ...terms.scene, found: 'it has no embeddings', waitMs: undefined }) })
    meter = used(meter, places.usage, undefined)
    const wrong = wrongPlaces(places.vectors, batch.length)
    return wrong === undefined ? E.right(places) : E.left({ fault: badPlaces(wrong, terms) })
  }

  const cancelled = () => cancelledFault(terms.scene, meter.calls === 0 ? 'no' : 'unknown')
  const most = await called(() => mostPerCall(model), terms)
  if (E.isLeft(most)) return { outcome: most, meter }
  const vectors: (readonly number[])[] = []
  const warnings = new Set<string>()
  for (const batch of batches(texts, Number(most.right))) {
    const outcome = await attempts(once(batch), { retry: config.retry, signal: terms.signal, cancelled })
    if (E.isLeft(outcome)) return { outcome, meter }
    for (const vector of outcome.right.vectors) vectors.push(vector)
    for (const warning of outcome.right.warnings) warnings.add(warning)
  }
  const wrong = wrongPlaces(vectors, texts.length)
  return {
    outcome:
      wrong === undefined ? E.right({ vectors, warnings: [...warnings] }) : E.left({ fault: badPlaces(wrong, terms) }),
    meter,
  }
}

/** What is wrong with vectors: another count than the texts, none or unequal dimensions, numbers that are none. */
const wrongPlaces = (vectors: Places['vectors'], count: number): string | undefined => {
  if (vectors.length !== count) return `wrong_count:${vectors.length}/${count}`
  const dimension = vectors[0]?.length
  if (vectors.some((vector) => vector.length === 0)) return 'empty_vector'
  if (vectors.some((vector) => vector.length !== dimension)) return 'unequal_dimension'
  return vectors.every((vector) => vector.every((value) => Number.isFinite(value))) ? undefined : 'not_finite'
}

const badPlaces = (reason: string, { scene }: Terms) =>
  badAnswer({
    ...scene,
    because: `the vectors cannot be used: ${reason}`,
    next: 'Check the embedding model.',
    reason,
    attempts: 1,
    retryable: true,
  })
