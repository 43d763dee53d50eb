import * as E from 'fp-ts/lib/Either.js'
import type { Ask, Stage } from './ask.js'
import { nounFor, pullsTo } from './phrase.js'

/** How much the farther operand counts: a product must stand near both. */
const BALANCE = 0.3
const LABELS = 0.1
const PALENESS = 0.1

/** One noun standing where both operands meet, of the family of neither. Spec cf14 2.1. */
export const multiply: Stage = (ask: Ask) => {
  const { terms, reader, problem, place, row, column } = ask
  const theme = {
    meet: terms,
    balance: BALANCE,
    pulls: pullsTo([row, column], LABELS),
    paleness: PALENESS,
    problem,
    place,
    avoid: terms.flatMap(({ words }) => words),
  }
  return E.right({ text: nounFor(theme, reader), warnings: [] })
}
