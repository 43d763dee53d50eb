/**
 * Whether every server gives a number back as it was. A server reads digits into a whole number and multiplies it by a power of ten, which is exact
 * as long as 64-bit floats hold both; of numbers with 16 or 17 digits, every tenth changes its last bit.
 */
export const isExact = (number: number): boolean => {
  if (Number.isInteger(number)) return Math.abs(number) < 2 ** 63
  const [digits = '', exponent = ''] = number.toExponential().split('e')
  const significand = digits.replace(/[-.]/gu, '')
  return Number(significand) < 2 ** 53 && Math.abs(Number(exponent) - significand.length + 1) <= 22
}

/** Where a number may lie that has been kept: between these two. */
export interface Span {
  readonly least: number
  readonly most: number
}

/** A number itself where it is exact, otherwise with what two changes of its last bit may make of it. */
export const spanOf = (number: number): Span => {
  if (isExact(number)) return { least: number, most: number }
  const [near, far] = [moved(number, -2n), moved(number, 2n)]
  return number > 0 ? { least: near, most: far } : { least: far, most: near }
}

/** So many floats farther from zero, or nearer to it, on its own side. */
const moved = (number: number, steps: bigint): number => {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, Math.abs(number))
  const bits = view.getBigUint64(0) + steps
  view.setBigUint64(0, bits < 1n ? 1n : bits > largest ? largest : bits)
  return Math.sign(number) * view.getFloat64(0)
}

/** The largest finite float. */
const largest = 0x7fefffffffffffffn
