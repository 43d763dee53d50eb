import { normalise } from '../../kit/base/index.js'

/** A text as a vector of unit length: each of its words adds one to the component that the word's hash names. Never the zero vector. */
export const bagOfWords = (text: string, dimension: number): readonly number[] => {
  const counts = new Array<number>(dimension).fill(0)
  for (const word of wordsOf(text)) {
    const place = hashOf(word) % dimension
    counts[place] = (counts[place] ?? 0) + 1
  }
  const length = Math.hypot(...counts)
  return counts.map((count) => count / length)
}

/** A text without words counts as one. */
const wordsOf = (text: string): readonly string[] => {
  const plain = normalise(text).toLowerCase()
  return plain.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [plain]
}

/** FNV-1a over code units, 32 bits. */
const hashOf = (word: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193) >>> 0
  return hash
}
