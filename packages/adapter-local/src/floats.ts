import { corrupt } from './driver.js'

const width = 4

/** A vector as bytes: 32-bit floats, the least byte first, on every machine. */
export const floatsIn = (vector: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(vector.length * width)
  const view = new DataView(bytes.buffer)
  for (const [i, each] of vector.entries()) view.setFloat32(i * width, each, true)
  return bytes
}

/** Where a vector goes: a place in an array of vectors. */
export interface Target {
  readonly data: Float32Array
  readonly from: number
  readonly dimension: number
}

/** Puts the components of a vector in their place; bytes of another length were not written. */
export const floatsOut = (bytes: Uint8Array, { data, from, dimension }: Target): void => {
  if (bytes.length !== dimension * width) throw corrupt('a vector has another length than was written')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let i = 0; i < dimension; i += 1) data[from + i] = view.getFloat32(i * width, true)
}
