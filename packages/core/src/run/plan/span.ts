/** A quantity before it is known: what it is at least and at most, and what is expected, which need not be half-way. */
export interface Span {
  readonly low: number
  readonly middle: number
  readonly high: number
}

/** A quantity that is known. */
export const exactly = (amount: number): Span => ({ low: amount, middle: amount, high: amount })

/** Two quantities together. */
export const plus = (a: Span, b: Span): Span => ({
  low: a.low + b.low,
  middle: a.middle + b.middle,
  high: a.high + b.high,
})

/** A quantity taken as often as another says; neither is negative. */
export const times = (a: Span, b: Span): Span => ({
  low: a.low * b.low,
  middle: a.middle * b.middle,
  high: a.high * b.high,
})

/** In whole numbers, none of which leaves the span. */
export const whole = ({ low, middle, high }: Span): Span => ({
  low: Math.floor(low),
  middle: Math.round(middle),
  high: Math.ceil(high),
})
