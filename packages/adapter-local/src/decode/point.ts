import type { Payload } from '@chorale/core/ports/vector'
import { checksumWith } from '../checksum.js'
import { textOut } from '../column.js'
import { corrupt, type Row } from '../driver.js'
import { readable } from './readable.js'

/** A point as it was found, its vector still in bytes. */
export interface FoundPoint {
  readonly number: number
  readonly id: string
  readonly payload: Payload
  readonly vector: Uint8Array
}

/** Points from the columns of `selectPoints` with the vectors of `selectVectors`; one whose checksum does not fit is told as damage. */
export const pointsOf = (rows: readonly Row[], vectors: readonly Uint8Array[]): readonly FoundPoint[] => {
  if (rows.length !== vectors.length) throw corrupt('a point is missing')
  return rows.map(([number, checksum, ...cells], i) => {
    const vector = vectors[i] ?? new Uint8Array()
    if (checksumWith(cells, vector).toString('hex') !== checksum) throw corrupt('a point is not what was written')
    const [, id, , , payload] = cells
    return readable(() => ({
      // Casts after the checksum: this is what was written.
      ...{ number: Number(number), id: textOut(id), payload: JSON.parse(payload as string) as Payload, vector },
    }))
  })
}
