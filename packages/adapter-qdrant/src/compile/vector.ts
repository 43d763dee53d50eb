import type { Metric } from '@chorale/core/ports/vector'

/**
 * A vector as it is sent. The server brings cosine vectors to length one with 32-bit floats, and takes a very short one for nothing and a very
 * long one for infinite: those come to it at length one already.
 */
export const sentVector = (metric: Metric, vector: readonly number[]): readonly number[] => {
  if (metric !== 'cosine') return vector
  let squares = 0
  for (const each of vector) squares += each * each
  if (squares === 0 || (squares > 1e-3 && squares < 1e30)) return vector
  const length = Math.sqrt(squares)
  return vector.map((each) => each / length)
}
