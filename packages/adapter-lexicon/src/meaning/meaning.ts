import { dimensions, spell, vectorOf, type Table } from '../table/index.js'
import { glossary } from './glossary.js'
import { knownParts } from './known.js'
import { tokensOf, type Token } from './tokens.js'

/** What a text means: a direction, the words it was read as, and what could not be read as it stands. */
export interface Meaning {
  readonly text: string
  /** Unit length, {@link dimensions} components. */
  readonly vector: Float64Array
  /** Indexes of the words read, those it sets itself against included; never empty. */
  readonly words: readonly number[]
  /** `unknown_word:<word>;used:<parts>`, parts joined by a plus, or `none`. */
  readonly warnings: readonly string[]
}

const GLOSSED = 0.5
const AGAINST = -0.25
const COMMON_AS = 900
/** The last word of a short phrase is the thing, the others say what it is like. */
const PHRASE = 3
const HEAD = 1.7

/** The meaning of a text, or undefined when no part of it is known. */
export const meaningOf = (text: string, table: Table): Meaning | undefined => {
  const tokens = tokensOf(text)
  const read = tokens.map((token) => ({ token, parts: knownParts(token.word, table) }))
  const words = read.flatMap(({ parts }) => parts)
  const vector = new Float64Array(dimensions)
  read.forEach((reading, i) => {
    addToken(vector, { ...reading, weight: read.length <= PHRASE && i === read.length - 1 ? HEAD : 1 }, table)
  })
  if (words.length === 0 || !normalise(vector)) return undefined
  return { text, vector, words, warnings: read.flatMap(({ token, parts }) => warningOf(token, parts, table)) }
}

const warningOf = (token: Token, parts: readonly number[], table: Table): readonly string[] => {
  const used = parts.map((part) => spell(part, table)).join('+')
  return used === token.word ? [] : [`unknown_word:${token.word};used:${used === '' ? 'none' : used}`]
}

interface Reading {
  readonly token: Token
  readonly parts: readonly number[]
  readonly weight: number
}

// A frequent word says little: it weighs less than a rare one. The sum is changed in place, as nobody else holds it.
const addToken = (sum: Float64Array, { token, parts, weight: given }: Reading, table: Table): void => {
  const meant = (glossary.get(token.word) ?? []).flatMap((word) => table.indexOf.get(word) ?? [])
  const sign = given * (token.against ? AGAINST : 1)
  for (const part of parts) {
    const weight = (sign * (0.15 + part / (part + COMMON_AS))) / parts.length
    addWord(sum, { word: part, weight: meant.length === 0 ? weight : weight * (1 - GLOSSED) }, table)
    for (const word of meant) addWord(sum, { word, weight: (weight * GLOSSED) / meant.length }, table)
  }
}

const addWord = (
  sum: Float64Array,
  { word, weight }: { readonly word: number; readonly weight: number },
  table: Table,
): void => {
  const vector = vectorOf(word, table)
  const scale = weight / Math.sqrt(vector.reduce((squares, value) => squares + value * value, 0))
  for (let d = 0; d < dimensions; d += 1) sum[d] = (sum[d] ?? 0) + scale * (vector[d] ?? 0)
}

/** Brings a vector to unit length in place; false when it has no direction. */
const normalise = (vector: Float64Array): boolean => {
  let squares = 0
  for (const value of vector) squares += value * value
  const length = Math.sqrt(squares)
  if (!(length > 1e-9)) return false
  for (let d = 0; d < vector.length; d += 1) vector[d] = (vector[d] ?? 0) / length
  return true
}

/** The cosine of two meanings, -1 to 1. */
export const cosine = (a: Meaning, b: Meaning): number => {
  let sum = 0
  for (let d = 0; d < dimensions; d += 1) sum += (a.vector[d] ?? 0) * (b.vector[d] ?? 0)
  return sum
}
