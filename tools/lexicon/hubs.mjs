// How much of a hub each candidate is: its mean cosine to the nearest of the frequent words (CSLS, Conneau et al. 2018).
import { DIMENSIONS } from './glove.mjs'

const AROUND = 20

/** One byte per row (int8, one after another), 255 for a mean cosine of 1, against the rows of `peers`. */
export const hubScores = (rows, peers) => {
  const lengths = Array.from({ length: peers.length / DIMENSIONS }, (_, j) => Math.sqrt(dot(peers, j, peers, j)))
  return Uint8Array.from({ length: rows.length / DIMENSIONS }, (_, i) => {
    const own = Math.sqrt(dot(rows, i, rows, i))
    if (own === 0) return 0
    // A word's nearness to itself is left out.
    const cosines = lengths
      .map((length, j) => dot(rows, i, peers, j) / (own * length))
      .filter((cosine) => cosine < 0.9999)
    cosines.sort((a, b) => b - a)
    const mean = cosines.slice(0, AROUND).reduce((sum, value) => sum + value, 0) / AROUND
    return Math.max(0, Math.min(255, Math.round(mean * 255)))
  })
}

const dot = (a, i, b, j) => {
  let sum = 0
  for (let d = 0; d < DIMENSIONS; d += 1) sum += a[i * DIMENSIONS + d] * b[j * DIMENSIONS + d]
  return sum
}
