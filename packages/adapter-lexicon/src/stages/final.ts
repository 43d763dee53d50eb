import * as E from 'fp-ts/lib/Either.js'
import { cosine, type Meaning } from '../meaning/index.js'
import type { Stage } from './ask.js'
import { phraseFor } from './phrase.js'

const JOINT = ' rests on '
const PILLARS = 3
const APART = 0.6

/** One sentence that names what all texts have in common and the three that carry it best. Spec cf14 2.12, station 11. */
export const final: Stage = ({ question, terms, reader, problem, place }) => {
  const heads = question.terms.map(({ text }) => headOf(text))
  if (terms.length < 2) return E.right({ text: question.terms[0]?.text ?? '', warnings: [] })
  const chosen = pillars(terms)
  const avoid = chosen.flatMap((i) => terms[i]?.words ?? [])
  const title = phraseFor({ meet: terms, balance: 0, pulls: [], problem, place, avoid }, reader)
  return E.right({ text: `${capitalised(title)}${JOINT}${listed(chosen.map((i) => heads[i] ?? ''))}.`, warnings: [] })
}

// A text that was made here or by an expansion is named by its beginning.
const headOf = (text: string): string => {
  const [head = text] = text.split(JOINT)
  const [, unfolded] = head.split(': ')
  return (unfolded?.split(', ')[0] ?? head).replace(/\.$/u, '').toLowerCase()
}

// Near to all and far from those already chosen; ties to the earlier one.
const pillars = (terms: readonly Meaning[]): readonly number[] => {
  const central = terms.map((a) => terms.reduce((sum, b) => sum + cosine(a, b), 0) / terms.length)
  const chosen: number[] = []
  while (chosen.length < Math.min(PILLARS, terms.length)) {
    const worth = terms.map((term, i) => {
      if (chosen.includes(i)) return Number.NEGATIVE_INFINITY
      const nearest = chosen.reduce((most, j) => Math.max(most, cosine(term, terms[j] ?? term)), 0)
      return (central[i] ?? 0) - APART * nearest
    })
    chosen.push(worth.indexOf(Math.max(...worth)))
  }
  return chosen
}

const listed = (texts: readonly string[]): string => {
  const unique = [...new Set(texts)]
  return unique.length < 2 ? unique.join('') : `${unique.slice(0, -1).join(', ')} and ${unique.at(-1) ?? ''}`
}

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
