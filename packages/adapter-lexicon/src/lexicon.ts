import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { noUsage } from '@chorale/core/base'
import type { Interpreter } from '@chorale/core/effect'
import type { EffectError } from '@chorale/core/fault'
import type { Embed, Embedded, Generate, Generated, ModelCapabilities, Resolver } from '@chorale/core/ports'
import type { Chat, Chatted } from '@chorale/core/ports/model'
import { answer } from './answer.js'
import { readerOf, type Reader } from './compose/index.js'
import { noConversation, noQuestion, noTable, unknownText } from './faults.js'
import { dimensions, loadTable, shippedTable } from './table/index.js'

/** What a host may choose. */
export interface LexiconOptions {
  /** A table to read instead of the one in the package, as `tools/lexicon/build.mjs` writes it. */
  readonly table?: string
}

/** Who answers. */
const resolver: Resolver = { type: 'local', model: 'lexicon-glove-100d' }

/** Questions and embeddings, the same call always answered alike; no free conversation: `model/chat` is `Unsupported`. */
export const lexiconCapabilities: ModelCapabilities = {
  questions: true,
  conversation: false,
  streaming: false,
  embedding: true,
  deterministic: true,
}

/**
 * A model in process: it answers the CF14 operations by composing word vectors, with no network and no key. Nothing is read before the
 * first call; the table (4.5 MB) is then read once. Calls cost nothing and do not depend on one another. Spec cf14 section 2 and 4.
 *
 *     const model = lexicon()
 *     const outcome = await model['model/generate'](effect, context)()
 */
export const lexicon = (options: LexiconOptions = {}): Interpreter<Generate | Embed | Chat> => {
  const open = once(() =>
    pipe(loadTable(options.table === undefined ? shippedTable() : [options.table]), E.map(readerOf)),
  )
  return {
    'model/generate': handler((effect: Generate) => generate(effect, open)),
    'model/chat': handler((effect: Chat): Either<EffectError, Chatted> => E.left(noConversation(`chat ${effect.key}`))),
    'model/embed': handler((effect: Embed) => embed(effect, open)),
  }
}

type Open = () => Either<string, Reader>

const once = <A>(make: () => A): (() => A) => {
  let made: { readonly value: A } | undefined
  return () => (made ??= { value: make() }).value
}

const handler = <F extends Generate | Embed | Chat, A>(carryOut: (effect: F) => Either<EffectError, A>) =>
  Object.assign((effect: F) => () => Promise.resolve(carryOut(effect)), {
    many: (effects: readonly F[]) => () => Promise.resolve(effects.map(carryOut)),
  })

const reading = (doing: string, open: Open): Either<EffectError, Reader> =>
  pipe(
    open(),
    E.mapLeft((found) => noTable(doing, found)),
  )

const generate = (effect: Generate, open: Open): Either<EffectError, Generated> => {
  const doing = `generate ${effect.key}`
  const { question } = effect
  if (question === undefined) return E.left(noQuestion(doing, 'the call is a free prompt without a question'))
  return pipe(
    reading(doing, open),
    E.chain((reader) =>
      answer({ doing, question, temperature: effect.sampling.temperature, seed: effect.sampling.seed }, reader),
    ),
    E.map(({ text, warnings }) => generated({ text, terms_used: question.terms.map((term) => term.text), warnings })),
  )
}

const generated = (found: {
  readonly text: string
  readonly terms_used: readonly string[]
  readonly warnings: readonly string[]
}): Generated => ({
  answer: found,
  resolver,
  usage: noUsage,
  costMicroUsd: 0,
  attempts: 1,
  latencyMs: 0,
  rawLength: JSON.stringify(found).length,
})

const embed = (effect: Embed, open: Open): Either<EffectError, Embedded> => {
  const doing = `embed ${effect.key}`
  return pipe(
    reading(doing, open),
    E.chain((reader) =>
      E.traverseArray((text: string) => E.fromNullable(unknownText(doing, text))(reader.read(text)))(effect.texts),
    ),
    E.map((meanings) => ({
      vectors: meanings.map(({ vector }) => [...vector]),
      dimension: dimensions,
      resolver,
      usage: noUsage,
      costMicroUsd: 0,
      warnings: [...new Set(meanings.flatMap(({ warnings }) => warnings))],
    })),
  )
}
