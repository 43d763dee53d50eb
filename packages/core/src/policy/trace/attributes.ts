import type { Attributes } from '@opentelemetry/api'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { defined } from '../../kit/base/index.js'
import { effectDigest, type Context, type Effect } from '../../kit/effect/index.js'
import { addPaid, nothingPaid, type EffectError } from '../../kit/fault/index.js'
import { isChat, isEmbed, isSampled, statedIn } from '../payment.js'
import { spanNames as names } from './names.js'

const modelOf = (effect: Effect): string | undefined => {
  // A host without types may leave the sampling out; a span's name is not worth a call.
  const { model }: { readonly model?: string } = isSampled(effect)
    ? { ...effect.sampling }
    : isEmbed(effect)
      ? effect
      : {}
  return model
}

const operationOf = (effect: Effect): string | undefined =>
  isSampled(effect) ? 'chat' : isEmbed(effect) ? 'embeddings' : undefined

/** `{operation} {model}` for a model, as the conventions want it; the tag for all else. */
export const spanName = (effect: Effect): string => {
  const operation = operationOf(effect)
  if (operation === undefined) return effect._tag
  const model = modelOf(effect)
  return model === undefined ? operation : `${operation} ${model}`
}

/** What is known before a call: who asks, what as a digest, and how. Nothing of what it says. */
export const askedOf = (effects: readonly Effect[], context: Context): Attributes => {
  const [effect] = effects
  if (effect === undefined) return {}
  const identity =
    effects.length === 1
      ? { [names.key]: effect.key, [names.digest]: digestOf(effect) }
      : {
          [names.batch]: effects.length,
          [names.keys]: effects.map(({ key }) => key),
          [names.digests]: effects.map(digestOf),
        }
  return { [names.run]: context.run, [names.attempt]: context.attempt, ...identity, ...requestOf(effect) }
}

const requestOf = (effect: Effect): Attributes =>
  defined({
    [names.operation]: operationOf(effect),
    [names.requestModel]: modelOf(effect),
    ...(isSampled(effect)
      ? {
          [names.outputType]: isChat(effect) && effect.form === null ? 'text' : 'json',
          [names.requestMaxTokens]: effect.sampling.maxTokens,
          [names.requestTemperature]: effect.sampling.temperature,
          [names.requestTopP]: effect.sampling.topP,
          [names.requestSeed]: effect.sampling.seed,
        }
      : {}),
  })

const digestOf = (effect: Effect): string => {
  try {
    return effectDigest(effect)
  } catch {
    return 'none'
  }
}

/** What is known after a call: who answered, what was used and paid, and the code of the first error. */
export const endedOf = (outcomes: readonly Either<EffectError, unknown>[]): Attributes => {
  const errors = outcomes.flatMap((outcome) => (E.isLeft(outcome) ? [outcome.left] : []))
  const results = outcomes.flatMap((outcome) => (E.isRight(outcome) ? [outcome.right] : []))
  return defined({
    ...usageOf(outcomes),
    ...answererOf(results[0]),
    [names.errorType]: errors[0]?._tag,
    [names.failed]: outcomes.length > 1 && errors.length > 0 ? errors.length : undefined,
  })
}

const usageOf = (outcomes: readonly Either<EffectError, unknown>[]): Attributes => {
  const stated = outcomes.flatMap((outcome) => statedIn(outcome) ?? [])
  if (stated.length === 0) return {}
  const { usage, costMicroUsd } = stated.reduce(addPaid, nothingPaid)
  return {
    [names.inputTokens]: usage.input + usage.cached,
    [names.cachedTokens]: usage.cached,
    [names.outputTokens]: usage.output + usage.reasoning,
    [names.reasoningTokens]: usage.reasoning,
    ...(costMicroUsd === null ? {} : { [names.costMicroUsd]: costMicroUsd }),
  }
}

/** The resolver's model and kind, and the dimension of an embedding, where the result has them. */
const answererOf = (result: unknown): Attributes => {
  if (typeof result !== 'object' || result === null) return {}
  const resolver: unknown = 'resolver' in result ? result.resolver : undefined
  const dimension: unknown = 'dimension' in result ? result.dimension : undefined
  const text = (name: string): string | undefined => {
    if (typeof resolver !== 'object' || resolver === null) return undefined
    const value: unknown = Object.entries(resolver).find(([key]) => key === name)?.[1]
    return typeof value === 'string' ? value : undefined
  }
  return defined({
    [names.responseModel]: text('model'),
    [names.provider]: text('type'),
    [names.dimension]: typeof dimension === 'number' ? dimension : undefined,
  })
}
