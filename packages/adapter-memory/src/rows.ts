/** Vectors of one dimension in one array. */
export interface Rows {
  readonly set: (slot: number, vector: readonly number[]) => void
  readonly at: (slot: number) => readonly number[]
  readonly move: (from: number, to: number) => void
  /** The array itself: read it at once, the next vector may need a larger one. */
  readonly data: () => Float32Array
}

/** No vectors yet; room is doubled as it is used up. */
export const rows = (dimension: number): Rows => {
  let data = new Float32Array(dimension * 16)
  return {
    set: (slot, vector) => {
      if ((slot + 1) * dimension > data.length) {
        const larger = new Float32Array(data.length * 2)
        larger.set(data)
        data = larger
      }
      data.set(vector, slot * dimension)
    },
    at: (slot) => [...data.subarray(slot * dimension, (slot + 1) * dimension)],
    move: (from, to) => void data.copyWithin(to * dimension, from * dimension, (from + 1) * dimension),
    data: () => data,
  }
}
