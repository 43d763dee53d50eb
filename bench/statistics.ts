/** Where a series lies: its median, the middle half of it, its least. */
export interface Spread {
  readonly median: number
  readonly p25: number
  readonly p75: number
  readonly least: number
}

/** A quantile by linear interpolation. */
const quantile = (sorted: readonly number[], q: number): number => {
  const place = (sorted.length - 1) * q
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

/** The spread of a series. */
export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b)
  return {
    median: quantile(sorted, 0.5),
    p25: quantile(sorted, 0.25),
    p75: quantile(sorted, 0.75),
    least: quantile(sorted, 0),
  }
}

/** The spread of a / b, taken round by round. */
export const ratioOf = (a: readonly number[], b: readonly number[]): Spread =>
  spreadOf(a.map((value, i) => value / (b[i] ?? Number.NaN)))
