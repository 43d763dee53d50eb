import { choose, type Place, type Pull, type Reader } from '../compose/index.js'
import type { Meaning } from '../meaning/index.js'
import { spell } from '../table/index.js'

/** What a word or a phrase must stand between. */
export interface Theme {
  readonly meet: readonly Meaning[]
  readonly balance: number
  readonly pulls: readonly Pull[]
  /** How much a word loses that fits nearly everything. */
  readonly paleness?: number
  readonly problem: Meaning | undefined
  readonly place: Place
  /** A meaning the answer will stand beside. */
  readonly beside?: Meaning | undefined
  /** Words whose family the answer must not repeat. */
  readonly avoid: readonly number[]
}

const PALENESS = 0.85

/** The noun for a theme. A table always has one left: no text avoids every candidate. */
export const nounFor = (theme: Theme, reader: Reader): string => wordFor('nouns', theme, reader)

/** The adjective for a theme. */
export const adjectiveFor = (theme: Theme, reader: Reader): string => wordFor('adjectives', theme, reader)

const wordFor = (part: 'nouns' | 'adjectives', theme: Theme, reader: Reader): string => {
  const wish = { part, paleness: PALENESS, ...theme }
  const word = choose(wish, reader) ?? choose({ ...wish, avoid: [] }, reader)
  return spell(word ?? reader.table[part].words[0] ?? 0, reader.table)
}

/** An adjective and a noun for a theme; the adjective leans to the noun, so that the two can stand together. */
export const phraseFor = (theme: Theme, reader: Reader): string => {
  const noun = nounFor(theme, reader)
  const read = reader.read(noun)
  if (read === undefined) return noun
  const adjective = adjectiveFor({ ...theme, beside: read, avoid: [...theme.avoid, ...read.words] }, reader)
  return `${adjective} ${noun}`
}

/** Pulls of one weight toward those meanings that are there. */
export const pullsTo = (meanings: readonly (Meaning | undefined)[], weight: number): readonly Pull[] =>
  meanings.flatMap((meaning) => (meaning === undefined ? [] : [{ meaning, weight }]))
