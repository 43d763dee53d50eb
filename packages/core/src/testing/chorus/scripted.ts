import * as E from 'fp-ts/lib/Either.js'
import type { Handler } from '../../kit/effect/index.js'
import { cancelled } from '../../kit/fault/index.js'
import type { Chat, Chatted, Embed, Embedded, Resolver } from '../../ports/model/index.js'
import { bagOfWords } from './bag-of-words.js'
import { answerOf } from './script.js'

/** How a scripted model answers. */
export interface Script {
  /** Components of its embeddings: 64 unless given. */
  readonly dimension?: number
  /** Signs in a piece of streamed text: 24 unless given. */
  readonly pieceLength?: number
}

/** Handlers for `model/chat` and `model/embed` as a record; where another embedding is wanted, combine it behind this one. */
export interface Scripted {
  readonly 'model/chat': Handler<Chat>
  readonly 'model/embed': Handler<Embed>
}

/**
 * A model without a model: it plays the six phases of a loop out of the prompt it sees, always in the same way. It rests on the priors that the
 * prompt lists, cites the best one, and asks for one more pass where the user's prompt holds the word "deeper". Its embeddings put texts with
 * common words near one another. Usage is counted as a quarter of the characters; it costs nothing.
 */
export const scripted = ({ dimension = 64, pieceLength = 24 }: Script = {}): Scripted => ({
  'model/chat': chatting('scripted', answerOf, pieceLength),
  'model/embed':
    ({ texts }) =>
    () =>
      Promise.resolve(E.right(embedded(texts, dimension))),
})

const resolverOf = (model: string): Resolver => ({ type: 'custom', model })
const tokensIn = (characters: number): number => Math.ceil(characters / 4)

/** A handler that answers what `answer` says, in pieces where they are asked for. */
export const chatting =
  (model: string, answer: (effect: Chat) => string, pieceLength: number): Handler<Chat> =>
  (effect, context) =>
  async () => {
    const result = chatted(model, effect, answer(effect))
    if (effect.delivery === 'whole') return E.right(result)
    for (const piece of piecesOf(result.text, pieceLength)) {
      context.tell?.(piece)
      // A listener has its turn before the next piece.
      await Promise.resolve()
      if (context.signal.aborted) return E.left(gone(effect))
    }
    return E.right(result)
  }

const gone = (effect: Chat) =>
  cancelled({
    doing: `answer ${effect.key}`,
    because: 'nobody waits for the answer any more',
    next: 'Ask again.',
    applied: 'no',
  })

const chatted = (model: string, { messages, sampling }: Chat, whole: string): Chatted => {
  const text = whole.slice(0, 4 * sampling.maxTokens)
  const asked = messages.reduce((sum, { content }) => sum + content.length, 0)
  return {
    text,
    finish: text.length < whole.length ? 'length' : 'stop',
    resolver: resolverOf(model),
    usage: { input: tokensIn(asked), cached: 0, output: tokensIn(text.length), reasoning: 0 },
    costMicroUsd: 0,
    attempts: 1,
    latencyMs: 0,
  }
}

/** The text in pieces of so many signs, each with the place where it begins. */
const piecesOf = (text: string, length: number): readonly { readonly from: number; readonly text: string }[] => {
  const signs = Array.from(text)
  let from = 0
  return Array.from({ length: Math.ceil(signs.length / length) }, (_, i) => {
    const piece = { from, text: signs.slice(i * length, (i + 1) * length).join('') }
    from += piece.text.length
    return piece
  })
}

const embedded = (texts: readonly string[], dimension: number): Embedded => ({
  vectors: texts.map((text) => bagOfWords(text, dimension)),
  dimension,
  resolver: resolverOf('scripted'),
  usage: {
    input: tokensIn(texts.reduce((sum, text) => sum + text.length, 0)),
    cached: 0,
    output: 0,
    reasoning: 0,
  },
  costMicroUsd: 0,
  warnings: [],
})
