import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts/lib/index.js'

/** How the single values of an output are read. There are two manners: what a model wrote, and what this library wrote. */
export interface Leaves {
  /** A text that must say something. */
  readonly words: t.Type<string, string>
  readonly optionalWords: t.Type<string | undefined, string | undefined>
  readonly wordsOrNull: t.Type<string | null, string | null>
  readonly texts: t.Type<readonly string[], readonly string[]>
  /** A number from 0 to 1. */
  readonly share: t.Type<number, number>
  /** A number that is brought into 0 to 1. */
  readonly clamped: t.Type<number, number>
  /** A name that a model may have written as a number. */
  readonly name: t.Type<string, string>
}

type Read<A> = (value: unknown) => A | Fault
interface Fault {
  readonly fault: string
}

const leaf = <A>(name: string, is: (value: unknown) => value is A, read: Read<A | Mistaken>): t.Type<A, A> =>
  new t.Type<A, A, unknown>(
    name,
    is,
    (value, context) => {
      const found = read(value)
      if (found === mistaken) return t.failure(value, context)
      return isFault(found) ? t.failure(value, context, `${found.fault}, wanted ${name}`) : t.success(found)
    },
    (value) => value,
  )

/** Said of a value of another type: the finding then names both types. */
const mistaken = Symbol('mistaken')
type Mistaken = typeof mistaken

const isFault = (found: unknown): found is Fault => typeof found === 'object' && found !== null && 'fault' in found

const isText = (value: unknown): value is string => typeof value === 'string'
const isOptional = (value: unknown): value is string | undefined => value === undefined || isText(value)
const isOrNull = (value: unknown): value is string | null => value === null || isText(value)
const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1

const outside: Fault = { fault: 'found a number outside' }
const empty: Fault = { fault: 'found an empty text' }

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu

/** A finite number, also one that was given as a text. */
const numberIn = (value: unknown): number | Mistaken => {
  const number = isText(value) && decimal.test(value.trim()) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : mistaken
}

const shareIn = (value: unknown): number | Fault | Mistaken => {
  const number = numberIn(value)
  return number === mistaken || isShare(number) ? number : outside
}

const trimmed = (value: unknown): string | Mistaken => (isText(value) ? value.trim() : mistaken)

const textsOf = (
  keep: (texts: readonly string[]) => readonly string[],
): t.Type<readonly string[], readonly string[]> => {
  const list = t.readonlyArray(t.string, 'a list of texts')
  return new t.Type(list.name, list.is, (value, context) => E.map(keep)(list.validate(value, context)), list.encode)
}

/** From a model: texts are trimmed, blank entries of lists dropped, numbers may be texts, null may stand for nothing. Spec chorus 5. */
export const spoken: Leaves = {
  words: leaf('a text', isText, (value) => {
    const text = trimmed(value)
    return text === '' ? empty : text
  }),
  optionalWords: leaf('a text or nothing', isOptional, (value) => {
    const text = value === undefined || value === null ? undefined : trimmed(value)
    return text === '' ? undefined : text
  }),
  wordsOrNull: leaf('a text or null', isOrNull, (value) => {
    const text = value === undefined || value === null ? null : trimmed(value)
    return text === '' ? null : text
  }),
  texts: textsOf((texts) => texts.map((text) => text.trim()).filter((text) => text !== '')),
  share: leaf('a number from 0 to 1', isShare, shareIn),
  clamped: leaf('a number from 0 to 1', isShare, (value) => {
    const number = numberIn(value)
    return number === mistaken ? number : Math.min(1, Math.max(0, number))
  }),
  name: leaf('a text', isText, (value) => (typeof value === 'number' ? String(value) : trimmed(value))),
}

const exactShare = leaf('a number from 0 to 1', isShare, (value) => {
  if (typeof value !== 'number') return mistaken
  return isShare(value) ? value : outside
})

/** From this library: everything is taken as it stands; a stand-in's texts may be empty. */
export const written: Leaves = {
  words: t.string,
  optionalWords: leaf('a text or nothing', isOptional, (value) => (isOptional(value) ? value : mistaken)),
  wordsOrNull: leaf('a text or null', isOrNull, (value) => (isOrNull(value) ? value : mistaken)),
  texts: textsOf((texts) => texts),
  share: exactShare,
  clamped: exactShare,
  name: t.string,
}
