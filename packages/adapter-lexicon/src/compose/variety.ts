/** Where an answer will stand and how freely it may be chosen: the seed of its variety. */
export interface Place {
  /** Any text; two places with different texts choose differently among words that are as good. */
  readonly at: string
  /** 0: always the nearest word; 1: a little freedom, a sixth of a standard deviation. */
  readonly freedom: number
}

/** For a place, a number from 0 up to but without 1 for each word, the same everywhere: integer arithmetic on 32 bits alone. */
export const chances = (at: string): ((word: number) => number) => {
  const seed = hashed(at)
  return (word) => mixed(seed ^ Math.imul(word + 1, 0x9e3779b1)) / 0x100000000
}

/** One number from 0 up to but without 1 for a place. */
export const chance = (at: string): number => chances(at)(0)

/** A member of a list for a place; undefined where the list is empty. */
export const drawn = <A>(at: string, items: readonly A[]): A | undefined => items[Math.floor(chance(at) * items.length)]

// FNV-1a over UTF-16 code units.
const hashed = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}

// The last step of MurmurHash3.
const mixed = (value: number): number => {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
