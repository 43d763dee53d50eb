// How much of a hub each candidate is: its mean cosine to the nearest of the frequent words (CSLS, Conneau et al. 2018).
import { DIMENSIONS } from './glove.mjs'

const AROUND = 20
const AMONG = 3000

/** One byte per word, 255 for a mean cosine of 1; zero for a word that is no candidate. */
export const hubScores = (vectors, flags) => {
  const norms = Array.from(flags, (_, i) => Math.sqrt(dot(vectors, i, i)))
  return Uint8Array.from(flags, (flag, i) => {
    if (flag === 0) return 0
    const cosines = []
    for (let j = 0; j < AMONG; j += 1) if (j !== i) cosines.push(dot(vectors, i, j) / (norms[i] * norms[j]))
    cosines.sort((a, b) => b - a)
    const mean = cosines.slice(0, AROUND).reduce((sum, value) => sum + value, 0) / AROUND
    return Math.max(0, Math.min(255, Math.round(mean * 255)))
  })
}

const dot = (vectors, i, j) => {
  let sum = 0
  for (let d = 0; d < DIMENSIONS; d += 1) sum += vectors[i * DIMENSIONS + d] * vectors[j * DIMENSIONS + d]
  return sum
}
