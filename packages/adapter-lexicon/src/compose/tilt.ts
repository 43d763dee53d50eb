import type { Meaning } from '../meaning/index.js'
import { spell } from '../table/index.js'
import type { Part, Reader } from './reader.js'
import { chance, drawn, type Place } from './variety.js'

/** What a problem does to a candidate. */
export interface Tilt {
  /** Added to its score, never negative. */
  readonly pull: number
  /** The problem is about it: even a topical word may be the answer. */
  readonly central: boolean
}

/** How strongly a place looks at the problem as a whole and at one of its words: most places glance, some look hard. */
const GLANCE = { whole: 0.14, side: 0.12 }
const LOOK = { whole: 0.32, side: 0.65 }
const LOOKING = 0.5
const MOST = 3
const CENTRAL = 2.4
/** More frequent words of a problem (people, year, pay) make no side of it. */
const TELLING = 350
/** A problem asks what to do; this side of it, the answer's, is looked at as often as two of its words. */
const ANSWERS = ['protection preparedness planning prevention', 'improvement cooperation maintenance learning']

/**
 * The tilt of each candidate by a problem. Some places, drawn by where they stand, look at the problem hard, each at one side of it (one
 * of its words); the others only glance. So a matrix speaks of the whole problem and of its labels, and no word of it is in every cell.
 */
export const tiltOf = (wish: Tilted, reader: Reader): ((candidate: number) => Tilt) => {
  const { part, problem, place } = wish
  if (problem === undefined) return () => ({ pull: 0, central: false })
  const here = `${place.at} ${part}`
  const telling = problem.words.filter((word) => word >= TELLING)
  const sides = [...(telling.length > 0 ? telling : problem.words).map((word) => spell(word, reader.table)), ...ANSWERS]
  const whole = reader.near(part, problem)
  const near = reader.near(part, reader.read(drawn(`side ${here}`, sides) ?? '') ?? problem)
  const { whole: all, side: one } = chance(`look ${here}`) < LOOKING ? LOOK : GLANCE
  return (candidate) => {
    const [wide, narrow] = [bounded(whole[candidate]), bounded(near[candidate])]
    return { pull: all * wide + one * narrow, central: (wide + narrow) / 2 >= CENTRAL }
  }
}

interface Tilted {
  readonly part: Part
  readonly problem: Meaning | undefined
  readonly place: Place
}

const bounded = (value: number | undefined): number => Math.max(0, Math.min(MOST, value ?? 0))
