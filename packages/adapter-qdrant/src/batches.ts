import type { Point } from '@chorale/core/ports/vector'

/** Bytes that a request may take: below the 32 MiB that a server takes, with room for what stands around the points. */
const mostBytes = 30 * 1024 * 1024

/** A number of a vector with its comma, at its longest. */
const bytesOfNumber = 25

/** Ids, marks and member names around a point, on the safe side. */
const bytesAround = 300

/** Points cut into what one request may hold; one point alone is never cut, whatever its size. */
export function* batches(points: readonly Point[], most: number): Generator<readonly Point[]> {
  let batch: Point[] = []
  let bytes = 0
  for (const point of points) {
    const own = sizeOf(point)
    if (batch.length === most || (batch.length > 0 && bytes + own > mostBytes)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(point)
    bytes += own
  }
  if (batch.length > 0) yield batch
}

/** Twice the payload's names for the marks. */
const sizeOf = ({ id, vector, payload }: Point): number =>
  bytesAround +
  vector.length * bytesOfNumber +
  Buffer.byteLength(JSON.stringify([id, payload])) +
  Object.keys(payload).length * 100

/** A list cut into pieces of at most so many. */
export function* pieces<A>(list: readonly A[], most: number): Generator<readonly A[]> {
  for (let from = 0; from < list.length; from += most) yield list.slice(from, from + most)
}
