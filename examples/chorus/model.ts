import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Interpreter } from '@chorale/core/effect'
import type { Chat } from '@chorale/core/ports/model'
import { scripted } from '@chorale/core/testing/chorus'
import { modelOf, type Surroundings } from '../valley/model/models.js'
import { modelText, readModelName, type ModelName } from '../valley/model/model-name.js'
import { paced } from './pace.js'
import type { About } from './site.js'

/** Who converses: nobody, the script that comes along, or a language model. */
export type Speaker =
  | { readonly _tag: 'none' }
  | {
      readonly _tag: 'scripted'
      /** Milliseconds before each piece of an answer. */
      readonly pace: number
    }
  | { readonly _tag: 'language'; readonly name: ModelName }

/** Slow enough to be followed. */
const usualPace = 40

/** Reads `scripted` or a provider's model; nothing is loaded. */
export const readSpeaker = (text: string): Either<string, Speaker> => {
  if (text === 'scripted') return E.right({ _tag: 'scripted', pace: usualPace })
  const name = readModelName(text)
  if (E.isRight(name) && name.right._tag === 'remote') return E.right({ _tag: 'language', name: name.right })
  return E.left(
    E.isRight(name)
      ? `--model ${text} holds no conversation: take scripted, or a provider's model.`
      : `--model ${text} is not known: wanted scripted, or openai, anthropic, google, openai-compatible followed by ":" and a model's name.`,
  )
}

/** The speaker as the page names them. */
export const speakerAbout = (speaker: Speaker): About['model'] =>
  speaker._tag === 'language'
    ? { kind: 'language', name: modelText(speaker.name) }
    : { kind: speaker._tag, name: speaker._tag === 'scripted' ? 'scripted demonstration model' : '' }

/** A handler for conversations, loaded only now, or what is missing and how to get it; undefined where nobody speaks. */
export const chatOf = async (
  speaker: Speaker,
  surroundings: Surroundings,
): Promise<Either<string, Interpreter<Chat> | undefined>> => {
  switch (speaker._tag) {
    case 'none':
      return E.right(undefined)
    case 'scripted':
      return E.right(paced({ 'model/chat': scripted()['model/chat'] }, speaker.pace))
    case 'language':
      return E.chain(conversing)(await modelOf(speaker.name, surroundings))
  }
}

/** The adapter of a language model answers conversations beside the questions that the valley asks of it. */
const conversing = (model: object): Either<string, Interpreter<Chat>> => {
  // A cast at the seam: the valley's loader promises only what the valley asks; whether the rest is there is looked at.
  const { 'model/chat': chat } = model as Partial<Interpreter<Chat>>
  return chat === undefined
    ? E.left('This model answers questions only and holds no conversation: take another one.')
    : E.right({ 'model/chat': chat })
}
