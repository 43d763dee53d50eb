// Turns raw GloVe vectors into the table's space: centred, rare words helped by their WordNet gloss, then pulled
// toward their WordNet neighbours (retrofitting, Faruqui et al. 2015). Only + - * / and sqrt, so bytes are the same everywhere.
import { DIMENSIONS } from './glove.mjs'

const CENTRE_OF = 20000
const GLOSS_HALF = 26000
const GLOSS_MOST = 0.75
const ROUNDS = 6
const COMMON = 2
const PULL = 0.55

export const unit = (vector) => {
  let squares = 0
  for (let d = 0; d < DIMENSIONS; d += 1) squares += vector[d] * vector[d]
  const length = Math.sqrt(squares)
  return length === 0 ? vector : vector.map((value) => value / length)
}

/** Subtracts the mean of the most frequent words and normalises. */
export const centre = (vectors) => {
  const mean = new Float64Array(DIMENSIONS)
  for (let i = 0; i < CENTRE_OF; i += 1) for (let d = 0; d < DIMENSIONS; d += 1) mean[d] += vectors[i][d] / CENTRE_OF
  return vectors.map((vector) => unit(vector.map((value, d) => value - mean[d])))
}

/** Takes out the directions in which all words differ most and which mean least (all but the top, Mu and Viswanath 2018). */
export const withoutCommon = (vectors) => {
  let current = vectors
  for (let component = 0; component < COMMON; component += 1) {
    const axis = principalAxis(current.slice(0, CENTRE_OF))
    current = current.map((vector) => {
      const along = vector.reduce((sum, value, d) => sum + value * axis[d], 0)
      return unit(vector.map((value, d) => value - along * axis[d]))
    })
  }
  return current
}

// Power iteration on the sum of squares; the start is fixed, so the result is too.
const principalAxis = (vectors) => {
  const square = Array.from({ length: DIMENSIONS }, () => new Float64Array(DIMENSIONS))
  for (const vector of vectors) {
    for (let a = 0; a < DIMENSIONS; a += 1)
      for (let b = 0; b < DIMENSIONS; b += 1) square[a][b] += vector[a] * vector[b]
  }
  let axis = unit(Float64Array.from({ length: DIMENSIONS }, (_, d) => 1 + d / DIMENSIONS))
  for (let step = 0; step < 200; step += 1) {
    axis = unit(Float64Array.from(square, (line) => line.reduce((sum, value, d) => sum + value * axis[d], 0)))
  }
  return axis
}

/** Blends each word with the mean of the words that define it; the rarer the word, the more. */
export const blendGlosses = (words, vectors, wordnet) => {
  const index = new Map(words.map((word, i) => [word, i]))
  return vectors.map((vector, i) => {
    const gloss = glossVector(words[i], index, vectors, wordnet)
    if (gloss === undefined) return vector
    const weight = GLOSS_MOST * (i / (i + GLOSS_HALF))
    return unit(vector.map((value, d) => (1 - weight) * value + weight * gloss[d]))
  })
}

const glossVector = (word, index, vectors, wordnet) => {
  const sum = new Float64Array(DIMENSIONS)
  let found = false
  for (const sense of wordnet.senses.get(word) ?? []) {
    const synset = wordnet.synsets.get(sense.synset)
    const definition = synset.gloss.split(/; ?"/)[0] + ' ' + synset.words.join(' ')
    for (const token of definition.toLowerCase().split(/[^a-z-]+/)) {
      const at = index.get(token)
      if (at === undefined || at < 150 || token === word) continue
      found = true
      const weight = (sense.share * at) / (at + 1500)
      for (let d = 0; d < DIMENSIONS; d += 1) sum[d] += weight * vectors[at][d]
    }
  }
  return found ? unit(sum) : undefined
}

const LINKS = { '+': 0.6, '\\': 0.7, '&': 0.3, '@': 0.35, '^': 0.2, '=': 0.4 }

/** Weighted WordNet neighbours of every word: same synset, derived form, similar, first hypernyms. */
export const neighbours = (words, wordnet) => {
  const index = new Map(words.map((word, i) => [word, i]))
  return words.map((word, i) => {
    const weights = new Map()
    const add = (lemma, synsetId, weight) => {
      const j = index.get(lemma)
      if (j === undefined || j === i) return
      weights.set(j, (weights.get(j) ?? 0) + weight * shareOf(lemma, synsetId, wordnet))
    }
    for (const sense of wordnet.senses.get(word) ?? []) {
      const synset = wordnet.synsets.get(sense.synset)
      for (const lemma of synset.words) add(lemma, synset.id, sense.share)
      const own = synset.words.indexOf(word) + 1
      for (const { symbol, to, source, target } of synset.pointers) {
        const strength = LINKS[symbol]
        if (strength === undefined || (source !== 0 && source !== own)) continue
        const other = wordnet.synsets.get(to)
        const lemmas = target === 0 ? other.words : [other.words[target - 1]]
        for (const lemma of lemmas) add(lemma, to, sense.share * strength)
      }
    }
    return [...weights].filter(([, weight]) => weight > 0.01).sort((a, b) => a[0] - b[0])
  })
}

const shareOf = (lemma, synsetId, wordnet) =>
  wordnet.senses.get(lemma)?.find((sense) => sense.synset === synsetId)?.share ?? 0

/** Moves every word toward the weighted mean of its neighbours, keeping most of what it was. */
export const retrofit = (vectors, links) => {
  let current = vectors
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = current
    current = vectors.map((vector, i) => {
      const total = links[i].reduce((sum, [, weight]) => sum + weight, 0)
      if (total === 0) return vector
      const pull = (PULL * total) / (total + 0.3)
      const next = vector.map((value) => (1 - pull) * value)
      for (const [j, weight] of links[i]) {
        const share = (pull * weight) / total
        for (let d = 0; d < DIMENSIONS; d += 1) next[d] += share * before[j][d]
      }
      return unit(next)
    })
  }
  return current
}

/** For each candidate, in word order, the centred direction of what its definition is made of; none gives zeros. */
export const definitionsOf = (chosen, { words, vectors, wordnet }) => {
  const index = new Map(words.map((word, i) => [word, i]))
  const raw = chosen.map((i) => glossVector(words[i], index, vectors, wordnet) ?? new Float64Array(DIMENSIONS))
  const mean = new Float64Array(DIMENSIONS)
  for (const vector of raw) for (let d = 0; d < DIMENSIONS; d += 1) mean[d] += vector[d] / raw.length
  return raw.map((vector) => unit(vector.map((value, d) => value - mean[d])))
}

/** int8 per component, the largest of each word being 127: a cosine needs no scale. */
export const quantise = (vectors) => {
  const bytes = new Int8Array(vectors.length * DIMENSIONS)
  vectors.forEach((vector, i) => {
    const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    for (let d = 0; d < DIMENSIONS; d += 1) bytes[i * DIMENSIONS + d] = Math.round((vector[d] * 127) / largest)
  })
  return bytes
}
