import { affinityOf, meaningOf, type Affinity, type Meaning } from '../meaning/index.js'
import type { Table } from '../table/index.js'

/** What an answer may be. */
export type Part = 'nouns' | 'adjectives'

/** Reads texts by one table and remembers what it read: the same text is always read the same way, so memory changes no answer. */
export interface Reader {
  readonly table: Table
  /** The meaning of a text; undefined when no part of it is known. */
  readonly read: (text: string) => Meaning | undefined
  /** How near each candidate is to a meaning. */
  readonly near: (part: Part, meaning: Meaning) => Affinity
}

const MEANINGS = 4000
const AFFINITIES = 600

/** A reader of a table with a bounded memory. */
export const readerOf = (table: Table): Reader => {
  const read = remembered(
    MEANINGS,
    (text: string) => text,
    (text) => meaningOf(text, table),
  )
  const near = {
    nouns: remembered(
      AFFINITIES,
      (meaning: Meaning) => meaning.text,
      (meaning) => affinityOf(meaning, table.nouns),
    ),
    adjectives: remembered(
      AFFINITIES,
      (meaning: Meaning) => meaning.text,
      (meaning) => affinityOf(meaning, table.adjectives),
    ),
  }
  return { table, read, near: (part, meaning) => near[part](meaning) }
}

// Forgets all at once when full: simpler than an order of use, and a valley never fills it twice.
const remembered = <A, B>(most: number, keyOf: (input: A) => string, make: (input: A) => B): ((input: A) => B) => {
  const known = new Map<string, { readonly value: B }>()
  return (input) => {
    const key = keyOf(input)
    const found = known.get(key)
    if (found !== undefined) return found.value
    if (known.size >= most) known.clear()
    const value = make(input)
    known.set(key, { value })
    return value
  }
}
