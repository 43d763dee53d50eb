/** Code points of a chunk, and how many it shares with the one before. Spec chorus 5.2. */
const [size, overlap] = [4000, 200]

/** A long text in chunks that an embedding model takes, in order; a short one as it is, and nothing of nothing. */
export const chunksOf = (text: string): readonly string[] => {
  // By code points: a pair that is cut in two is no text.
  const points = Array.from(text)
  if (points.length <= size) return text === '' ? [] : [text]
  const count = Math.ceil((points.length - overlap) / (size - overlap))
  return Array.from({ length: count }, (_, i) =>
    points.slice(i * (size - overlap), i * (size - overlap) + size).join(''),
  )
}

/**
 * The mean of the vectors of chunks, of length one. Undefined where there is none to be had: no vectors, uneven or infinite ones, or ones that
 * cancel each other out. A zero vector never stands in. Spec chorus 5.2.
 */
export const meanOf = (vectors: readonly (readonly number[])[]): readonly number[] | undefined => {
  const [first] = vectors
  if (first === undefined || vectors.some(({ length }) => length !== first.length)) return undefined
  const mean = first.map((_, i) => vectors.reduce((sum, vector) => sum + (vector[i] ?? 0), 0) / vectors.length)
  const length = normOf(mean)
  return Number.isFinite(length) && length > leastNorm ? mean.map((each) => each / length) : undefined
}

/** Below this length a vector has no direction. Spec chorus 9.2. */
export const leastNorm = 1e-12

/** The length of a vector. */
export const normOf = (vector: readonly number[]): number =>
  Math.sqrt(vector.reduce((sum, each) => sum + each * each, 0))
