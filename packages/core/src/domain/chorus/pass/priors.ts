import type { Prior } from '../model.js'

/**
 * What is known after another search: the union by id, of each id the more similar one, the most similar first (then by id), at most `limit`.
 * Spec chorus 4.2.
 */
export const mergePriors = (held: readonly Prior[], found: readonly Prior[], limit: number): readonly Prior[] => {
  const best = new Map<string, Prior>()
  for (const prior of [...held, ...found]) {
    const known = best.get(prior.id)
    // Of two that are equally similar the later one holds what memory says now.
    if (known === undefined || prior.similarity >= known.similarity) best.set(prior.id, prior)
  }
  return [...best.values()].sort(bySimilarity).slice(0, limit)
}

const bySimilarity = (a: Prior, b: Prior): number => {
  if (a.similarity !== b.similarity) return b.similarity - a.similarity
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** At most so many UTF-16 units of a text, without half of a pair at its end. */
export const cut = (text: string, most: number): string => {
  const last = text.length > most ? text.charCodeAt(most - 1) : 0
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most)
}

/** How many priors a prompt shows and how much of each. */
export interface Shown {
  readonly most: number
  readonly chars: number
}

/** Priors as a prompt shows them, one JSON object a line: id, similarity with three decimals, content cut. Spec chorus 5.2. */
export const priorLines = (priors: readonly Prior[], { most, chars }: Shown): readonly PriorLine[] =>
  priors.slice(0, most).map(({ id, similarity, content }) => ({
    id,
    similarity: similarity.toFixed(3),
    content: cut(content, chars),
  }))

/** One prior of a prompt. */
export interface PriorLine {
  readonly id: string
  /** With three decimals. */
  readonly similarity: string
  readonly content: string
}
