import type { Effect } from '../../kit/effect/index.js'
import { isSampled } from '../payment.js'

/** What is done to spend less. */
export type Measure =
  /** Answer from the cache, however old; go on where it has nothing. */
  | { readonly _tag: 'cache' }
  /** Ask another model. */
  | { readonly _tag: 'cheaper'; readonly model: string }
  /** Ask for no more tokens than this. */
  | { readonly _tag: 'smaller'; readonly maxTokens: number }
  /** Send nothing: the run pauses, and a person decides. */
  | { readonly _tag: 'ask' }

/** A measure, and the share of the budget (0 to 1) from which on it is taken. Of one kind, the highest rung reached counts. */
export interface Rung {
  readonly at: number
  readonly measure: Measure
}

/** The measures of a ladder at a share of the budget: one of each kind at most. */
export const measuresAt = (ladder: readonly Rung[], share: number): readonly Measure[] => {
  const reached = ladder.filter(({ at }) => at <= share).sort((a, b) => a.at - b.at)
  return [...new Map(reached.map(({ measure }) => [measure._tag, measure])).values()]
}

/** The same effect, asking for less. Only what is asked of a model can be. */
export const lessened = <E extends Effect>(effect: E, measures: readonly Measure[]): E => {
  if (!isSampled(effect) || measures.length === 0) return effect
  const sampling = measures.reduce((asked, measure) => {
    switch (measure._tag) {
      case 'cheaper':
        return { ...asked, model: measure.model }
      case 'smaller':
        return { ...asked, maxTokens: Math.min(asked.maxTokens, measure.maxTokens) }
      case 'cache':
      case 'ask':
        return asked
    }
  }, effect.sampling)
  return { ...effect, sampling }
}
