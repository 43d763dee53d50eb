import { sha256Hex } from '../../../kit/base/index.js'

/** Numbers of spec chorus 7.4: tries of one effect, the first one included, and the longest pauses in ms. */
export const mostTries = 5
const [base, factor, cap] = [1000, 2, 60_000]

/** Hex digits of a digest that a draw is taken from: as many as fit a number. */
const digits = 13

/**
 * How long to wait after so many failures, in ms: a full draw below a bound that doubles. Drawn from the loop, the key and the number of the try,
 * so that a replay waits as long. The other side's own word on it is kept to.
 */
export const pauseAfter = (
  of: { readonly loopId: string; readonly key: string; readonly tries: number },
  asked = 0,
) => {
  const bound = Math.min(cap, base * factor ** (of.tries - 1))
  const drawn = Number.parseInt(sha256Hex(`${of.loopId}/${of.key}/${of.tries}`).slice(0, digits), 16) / 16 ** digits
  return Math.max(Math.floor(drawn * bound), Math.min(cap, asked))
}
