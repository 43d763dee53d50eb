import * as E from 'fp-ts/lib/Either.js'
import { at, firstOf, member, textOf } from './read.js'

/** The other side's own words: those of its error body where it has one, because the SDK's message may be a mere status text. Not masked yet. */
export const wordsOf = (causes: readonly unknown[]): string =>
  firstOf(causes, (cause) => wordsOfBody(textOf(cause, 'responseBody'))) ??
  firstOf(causes, (cause) => some(typeof cause === 'string' ? cause : textOf(cause, 'message'))) ??
  'no message came with it'

/** Error bodies as they are met: `{error: {message}}`, `{message}`, `{detail}`, `{error}`. */
const wordsOfBody = (body: string | undefined): string | undefined => {
  const value = body === undefined ? undefined : parsed(body)
  const places = [
    at(value, ['error', 'message']),
    member(value, 'message'),
    member(value, 'detail'),
    member(value, 'error'),
  ]
  return firstOf(places, (place) => (typeof place === 'string' ? some(place) : undefined))
}

const some = (text: string | undefined): string | undefined =>
  text === undefined || text.trim() === '' ? undefined : text

const parsed = (body: string): unknown =>
  E.getOrElse((): unknown => undefined)(
    E.tryCatch(
      (): unknown => JSON.parse(body),
      () => undefined,
    ),
  )
