import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Effect, Interpreter } from '@chorale/core/effect'
import { unsupported, type BadInput, type EffectError } from '@chorale/core/fault'
import type { Embed, Generate, ModelCapabilities } from '@chorale/core/ports'
import type { Chat } from '@chorale/core/ports/model'
import { checkOptions, type Options } from './config.js'
import { isStreaming } from './driver.js'
import { chatHandler } from './handlers/chat.js'
import { embedHandler } from './handlers/embed.js'
import { generateHandler } from './handlers/generate.js'

/** The effects this adapter answers. */
export type ModelEffect = Generate | Embed | Chat

/**
 * Lets any AI SDK model answer the model port: `combine(aiSdk({ language: openai('gpt-4.1-mini') }), store)`.
 * It never throws and opens nothing before the first effect. Options that cannot work (an interface other than V3 or V4, a number out of
 * range) are refused by every effect with `Unsupported`, which names each of them; {@link checkOptions} tells the same beforehand.
 */
export const aiSdk = (options: Options): Interpreter<ModelEffect> => {
  const config = checkOptions(options)
  if (E.isLeft(config)) {
    const refused = refuse(config.left)
    return { 'model/generate': refused, 'model/chat': refused, 'model/embed': refused }
  }
  return {
    'model/generate': generateHandler(config.right),
    'model/chat': chatHandler(config.right),
    'model/embed': embedHandler(config.right),
  }
}

/** What an adapter of these options can do. */
export const capabilitiesOf = ({ language, embedding, provider }: Options): ModelCapabilities => {
  const speaks = language !== undefined || provider?.languageModel !== undefined
  return {
    questions: speaks,
    conversation: speaks,
    streaming: language === undefined ? speaks : isStreaming(language),
    embedding: embedding !== undefined || provider?.embeddingModel !== undefined,
    deterministic: false,
  }
}

const refuse =
  ({ doing, because }: BadInput) =>
  (effect: Effect): TE.TaskEither<EffectError, never> =>
    TE.left(unsupported({ doing, because, next: 'Correct the options of aiSdk.', ids: { key: effect.key } }))
