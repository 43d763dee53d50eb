/** Components of every vector. */
export const dimensions = 100

/** The words and what is known of them; a word is its index, and a smaller index is a more frequent word. */
export interface Table {
  readonly words: readonly string[]
  readonly indexOf: ReadonlyMap<string, number>
  /** `dimensions` int8 components per word; their scale differs from word to word, so only directions mean something. */
  readonly vectors: Int8Array
  /** Index of the most frequent word of the family (`judge` for `judgment`). */
  readonly families: Uint16Array
  /** Words of contrary meaning. */
  readonly opposites: ReadonlyMap<number, readonly number[]>
  readonly nouns: Candidates
  readonly adjectives: Candidates
}

/** Words that may be an answer, most frequent first. */
export interface Candidates {
  readonly words: Uint16Array
  /** 1 where the word is an answer only to a problem that is about it. */
  readonly topical: Uint8Array
  /** Their vectors again, one after another. */
  readonly vectors: Int8Array
  /** The directions of their definitions, one after another; zeros where there is none. */
  readonly definitions: Int8Array
  /** 0 to 1: how near each is to everything (CSLS), by its use and by its definition. */
  readonly hubs: Float64Array
  readonly definitionHubs: Float64Array
  /** 1 where the word fits nearly everything and so says little. */
  readonly pale: Uint8Array
}

/** The vector of a word: a view, not a copy. */
export const vectorOf = (word: number, table: Table): Int8Array =>
  table.vectors.subarray(word * dimensions, (word + 1) * dimensions)

/** The spelling of a word; empty outside of the table. */
export const spell = (word: number, table: Table): string => table.words[word] ?? ''
