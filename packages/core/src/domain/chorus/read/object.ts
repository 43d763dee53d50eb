import * as O from 'fp-ts/lib/Option.js'
import type { Option } from 'fp-ts/lib/Option.js'

/** A JSON object of which nothing is known yet. */
export type Members = { readonly [name: string]: unknown }

/**
 * The JSON object in a model's text: the whole text, else the first fenced block, else the first balanced braces (what stands in strings does
 * not count). The time grows with the text's length and no faster, whatever the text holds. Spec chorus 5.
 */
export const findObject = (text: string): Option<Members> => {
  const whole = parsed(text)
  if (O.isSome(whole)) return whole
  const block = fenced(text)
  const inside = block === undefined ? O.none : parsed(block)
  return O.isSome(inside) ? inside : firstParsed(text)
}

const parsed = (text: string): Option<Members> => {
  const value = O.tryCatch(() => JSON.parse(text) as unknown)
  return O.isSome(value) && isObject(value.value) ? O.some(value.value) : O.none
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const FENCE = '```'

/** What stands between the first fence's line and the next fence. */
const fenced = (text: string): string | undefined => {
  const open = text.indexOf(FENCE)
  const line = open < 0 ? -1 : text.indexOf('\n', open)
  const close = line < 0 ? -1 : text.indexOf(FENCE, line)
  return close < 0 ? undefined : text.slice(line + 1, close)
}

/** Braces in prose are no JSON; so many of them are looked at, then the text counts as unreadable. */
const TRIES = 8

const firstParsed = (text: string): Option<Members> => {
  for (const { from, to } of balanced(text).slice(0, TRIES)) {
    const found = parsed(text.slice(from, to))
    if (O.isSome(found)) return found
  }
  return O.none
}

interface Region {
  readonly from: number
  readonly to: number
}

/** The balanced regions that lie in no other, in their order: one walk over the text. */
const balanced = (text: string): readonly Region[] => {
  const regions: Region[] = []
  const open: number[] = []
  const signs = /[{}]|"/gu
  for (let sign = signs.exec(text); sign !== null; sign = signs.exec(text)) {
    if (sign[0] === '{') open.push(sign.index)
    else if (sign[0] === '"') {
      // Outside of braces a quotation mark is prose.
      if (open.length > 0) signs.lastIndex = endOfString(text, sign.index)
    } else {
      const from = open.pop()
      if (from !== undefined) keepOuter(regions, { from, to: sign.index + 1 })
    }
  }
  return regions
}

/** Behind the closing quotation mark, or at the text's end. */
const endOfString = (text: string, from: number): number => {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at + 1
  }
  return text.length
}

/** Each region is put in once and taken out once at most. */
const keepOuter = (regions: Region[], region: Region): void => {
  for (let last = regions.at(-1); last !== undefined && last.from > region.from; last = regions.at(-1)) regions.pop()
  regions.push(region)
}
