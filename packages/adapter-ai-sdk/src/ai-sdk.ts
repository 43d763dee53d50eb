import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Effect, Interpreter } from '@chorale/core/effect'
import { unsupported, type BadInput, type EffectError } from '@chorale/core/fault'
import type { Embed, Generate, ModelCapabilities } from '@chorale/core/ports'
import { checkOptions, type Options } from './config.js'
import { embedHandler } from './handlers/embed.js'
import { generateHandler } from './handlers/generate.js'

/** The effects this adapter answers. */
export type ModelEffect = Generate | Embed

/**
 * Lets any AI SDK model answer the model port: `combine(aiSdk({ language: openai('gpt-4.1-mini') }), store)`.
 * It never throws and opens nothing before the first effect. Options that cannot work (an interface other than V3 or V4, a number out of
 * range) are refused by every effect with `Unsupported`, which names each of them; {@link checkOptions} tells the same beforehand.
 */
export const aiSdk = (options: Options): Interpreter<ModelEffect> => {
  const config = checkOptions(options)
  return E.isLeft(config)
    ? { 'model/generate': refuse(config.left), 'model/embed': refuse(config.left) }
    : { 'model/generate': generateHandler(config.right), 'model/embed': embedHandler(config.right) }
}

/** What an adapter of these options can do. */
export const capabilitiesOf = ({ language, embedding, provider }: Options): ModelCapabilities => {
  const speaks = language !== undefined || provider?.languageModel !== undefined
  return {
    questions: speaks,
    conversation: speaks,
    embedding: embedding !== undefined || provider?.embeddingModel !== undefined,
    deterministic: false,
  }
}

const refuse =
  ({ doing, because }: BadInput) =>
  (effect: Effect): TE.TaskEither<EffectError, never> =>
    TE.left(unsupported({ doing, because, next: 'Correct the options of aiSdk.', ids: { key: effect.key } }))
