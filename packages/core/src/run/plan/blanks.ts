import { KINDS, kindsIn, placeholder } from './mark.js'
import type { Prior } from './priors.js'
import { exactly, plus, type Span } from './span.js'

/** A text that nobody has written yet. */
export interface Blank {
  readonly stage: string
  /** The field of the answer it stands in. */
  readonly field: string
  readonly prior: Prior | undefined
  /** Most tokens it can have. */
  readonly mostTokens: number
  /** Most characters it may have. */
  readonly mostLength: number
}

/** Makes placeholders and remembers what each kind of them stands for. */
export interface Blanks {
  readonly text: (blank: Blank) => string
  /** Tokens of the texts that the placeholders inside of a text stand for. */
  readonly tokensIn: (text: string) => Span
}

/** Characters that are taken for a token. */
const LETTERS = 4

/** No placeholder was made yet. */
export const blanks = (): Blanks => {
  const kinds = new Map<string, number>()
  const sizes: Span[] = []
  let turn = 0
  const kindOf = (blank: Blank): number => {
    const name = `${blank.stage}/${blank.field}/${blank.mostTokens}`
    const known = kinds.get(name)
    if (known !== undefined) return known
    const kind = Math.min(sizes.length, KINDS - 1)
    kinds.set(name, kind)
    sizes[kind] = around(sizes[kind], sizeOf(blank))
    return kind
  }
  return {
    text: (blank) => {
      const kind = kindOf(blank)
      const length = Math.min(blank.mostLength, Math.round(LETTERS * (sizes[kind]?.middle ?? 1)))
      turn += 1
      return placeholder(kind, turn - 1, length)
    },
    tokensIn: (text) => kindsIn(text).reduce((sum, kind) => plus(sum, sizes[kind] ?? exactly(0)), exactly(0)),
  }
}

/** Kinds beyond those that a character can tell apart share the last one, which spans them all. */
const around = (known: Span | undefined, { low, middle, high }: Span): Span => {
  if (known === undefined) return { low, middle, high }
  return { low: Math.min(known.low, low), middle: (known.middle + middle) / 2, high: Math.max(known.high, high) }
}

/** A text read inside of another may take a token less than alone, because the two share one where they meet. */
const sizeOf = ({ prior, field, mostTokens }: Blank): Span => {
  const seen = prior !== undefined && Object.hasOwn(prior.textTokens, field) ? prior.textTokens[field] : undefined
  return seen === undefined || seen.count === 0
    ? { low: 0, middle: mostTokens / 2, high: mostTokens }
    : { low: Math.max(0, seen.low - 1), middle: seen.mean, high: seen.high }
}
