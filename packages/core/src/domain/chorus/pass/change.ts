import { normalise } from '../../../kit/base/index.js'

/**
 * How much two texts differ, by their lower-cased words: the part of all words that only one of them has. 0 for the same words (and for two
 * texts without any), 1 for none in common. Where a script puts no spaces between words, each sign counts as one. Spec chorus 6.
 */
export const change = (a: string, b: string): number => {
  const [left, right] = [wordsOf(a), wordsOf(b)]
  const all = new Set([...left, ...right]).size
  const shared = [...left].filter((word) => right.has(word)).length
  // One division: 1 - 9/10 would come out below 0.1.
  return all === 0 ? 0 : (all - shared) / all
}

const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*/gu
const words = /[\p{L}\p{M}\p{N}]+/gu

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(normalise(text).toLowerCase().replace(unspaced, ' $& ').match(words) ?? [])
