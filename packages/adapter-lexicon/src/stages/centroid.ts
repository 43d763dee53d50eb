import * as E from 'fp-ts/lib/Either.js'
import type { Ask, Stage } from './ask.js'
import { phraseFor } from './phrase.js'

/** The phrase where row and column meet, repeating neither. Spec cf14 2.11, option `centroid`. */
export const anchor: Stage = (ask) => E.right({ text: between(ask, 0.6), warnings: [] })

/** One member of the list seen from the anchor. */
export const project: Stage = (ask) => E.right({ text: between(ask, 0.5), warnings: [] })

/** The shortest phrase for the common core of several; of one, that one. It repeats no label. */
export const centroid: Stage = (ask) =>
  E.right({ text: ask.terms.length === 1 ? (ask.question.terms[0]?.text ?? '') : between(ask, 0.2), warnings: [] })

const between = ({ terms, reader, problem, place, row, column, question }: Ask, balance: number): string => {
  const labels = [...(row?.words ?? []), ...(column?.words ?? [])]
  const own = question.operation === 'centroid' ? [] : terms.flatMap(({ words }) => words)
  return phraseFor({ meet: terms, balance, pulls: [], problem, place, avoid: [...labels, ...own] }, reader)
}
