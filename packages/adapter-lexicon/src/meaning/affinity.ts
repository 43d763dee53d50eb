import { dimensions, type Candidates } from '../table/index.js'
import type { Meaning } from './meaning.js'

/** How near each candidate is to a meaning, in standard deviations above the usual candidate. */
export type Affinity = Float64Array

/** How much of a candidate's nearness to everything is taken off (CSLS, Conneau et al. 2018). */
const HUB = 0.6
/** How much it counts to be defined by the meaning, beside being used like it. */
const DEFINED = 0.2
const GRAIN = 2047

/** The affinities of all candidates of one part of speech. Standard deviations make rare and frequent words pull alike. */
export const affinityOf = (meaning: Meaning, candidates: Candidates): Affinity => {
  const grains = grainsOf(meaning.vector)
  const used = standardised(corrected(cosines(grains, candidates.vectors), candidates.hubs), candidates)
  const defined = standardised(
    corrected(cosines(grains, candidates.definitions), candidates.definitionHubs),
    candidates,
  )
  return used.map((value, i) => (1 - DEFINED) * value + DEFINED * (defined[i] ?? 0))
}

const corrected = (cosines: Float64Array, hubs: Float64Array): Float64Array =>
  cosines.map((value, i) => value - HUB * (hubs[i] ?? 0))

// Integers, so that no order of adding can matter: 100 * 2047 * 127 stays far below 2^31.
const grainsOf = (vector: Float64Array): Int16Array => {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return Int16Array.from(vector, (value) => Math.round((value * GRAIN) / largest))
}

const cosines = (grains: Int16Array, rows: Int8Array): Float64Array => {
  // A local: under a test runner an imported name is a property looked up each time.
  const width = dimensions
  const found = new Float64Array(rows.length / width)
  const length = Math.sqrt(grains.reduce((sum, value) => sum + value * value, 0))
  for (let i = 0; i < found.length; i += 1) {
    let sum = 0
    let squares = 0
    for (let d = 0; d < width; d += 1) {
      const value = rows[i * width + d] ?? 0
      sum += (grains[d] ?? 0) * value
      squares += value * value
    }
    found[i] = squares === 0 ? 0 : sum / (length * Math.sqrt(squares))
  }
  return found
}

// Mean and deviation are those of the candidates for every problem; topical ones are measured by them.
const standardised = (raw: Float64Array, { topical }: Candidates): Affinity => {
  let count = 0
  let sum = 0
  let squares = 0
  for (let i = 0; i < raw.length; i += 1) {
    if (topical[i] === 1) continue
    const value = raw[i] ?? 0
    count += 1
    sum += value
    squares += value * value
  }
  const mean = sum / count
  const deviation = Math.sqrt(squares / count - mean * mean)
  return raw.map((value) => (value - mean) / deviation)
}
