import type { Undisturbed } from './ground.js'
import type { Round } from './round.js'
import { askedIn, eventsIn } from './told.js'

/** What many rounds of one loop came to. */
export interface Figures {
  readonly entries: number
  /** Kills at a place of the journal. */
  readonly 'kills at entries': number
  readonly 'kills at random': number
  /** Workers that took an unfinished loop over. */
  readonly resumed: number
  /** Events told by all workers, each compared with what it was in the undisturbed loop. */
  readonly 'events compared': number
  /** Questions to models, and how many of them were asked again because their worker took the answer with it. */
  readonly asked: number
  readonly again: number
  readonly violations: number
  readonly seconds: number
}

/** Nothing done yet. */
export const nothing: Figures = {
  ...{ entries: 0, 'kills at entries': 0, 'kills at random': 0, resumed: 0, 'events compared': 0 },
  ...{ asked: 0, again: 0, violations: 0, seconds: 0 },
}

/** One round. */
export const figuresOf = (
  { sittings, kept }: Round,
  { kind, violations }: { readonly kind: 'entries' | 'random'; readonly violations: number },
): Figures => {
  const kills = sittings.filter(({ wasKilled }) => wasKilled).length
  const asked = sittings.flatMap(({ told }) => askedIn(told))
  return {
    ...{ ...nothing, violations, [`kills at ${kind}`]: kills },
    ...{ asked: asked.length, again: asked.length - new Set(asked).size },
    resumed: kept.entries.filter(({ kind: what }) => what === 'resumed').length,
    'events compared': sittings.reduce((sum, { told }) => sum + eventsIn(told).length, 0),
  }
}

/** The loop itself, before anything is done to it. */
export const figuresOfLoop = ({ kept }: Undisturbed): Figures => ({ ...nothing, entries: kept.entries.length })

/** All together. */
export const added = (figures: readonly Figures[]): Figures => {
  // A cast in a constructor: the names are those of the record.
  const names = Object.keys(nothing) as (keyof Figures)[]
  const sums = names.map((name) => [name, figures.reduce((sum, each) => sum + each[name], 0)] as const)
  return { ...nothing, ...Object.fromEntries(sums) }
}
