import type { Affinity, Meaning } from '../meaning/index.js'
import { spell, type Table } from '../table/index.js'
import type { Part, Reader } from './reader.js'
import { tiltOf } from './tilt.js'
import { chances, type Place } from './variety.js'

/** A meaning that pulls the answer its way; weights are relative to the meeting, which has 1. */
export interface Pull {
  readonly meaning: Meaning
  readonly weight: number
}

/** What the word sought must satisfy. */
export interface Wish {
  readonly part: Part
  /** The meanings it must stand between. */
  readonly meet: readonly Meaning[]
  /** 0: near on average is enough; 1: as near as to the farthest of them. */
  readonly balance: number
  readonly pulls: readonly Pull[]
  /** How much a word loses that fits nearly everything. */
  readonly paleness: number
  readonly problem: Meaning | undefined
  readonly place: Place
  /** A meaning the answer will stand beside: it should suit it, not say it again. */
  readonly beside?: Meaning | undefined
  /** Words whose family, opposite or beginning the answer must not share. */
  readonly avoid: readonly number[]
}

const FREQUENCY = 0.4
const VARIETY = 0.15
/** A word is not nearer to itself than a good synonym is. */
const NEAREST = 4
const SUIT = 0.3
const SUITED = 1.2
const SAME = 1.5
const REPEAT = 1.6
const RANKS = 16000

/** The index of the best word; ties go to the more frequent one. Undefined only when every candidate is to be avoided. */
export const choose = (wish: Wish, reader: Reader): number | undefined => {
  const { words } = reader.table[wish.part]
  const score = scoreOf(wish, reader)
  const shunned = shunnedBy(wish.avoid, reader.table)
  let best: number | undefined
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < words.length; i += 1) {
    const value = score(i)
    if (value <= most || shunned(words[i] ?? 0)) continue
    best = words[i]
    most = value
  }
  return best
}

/** What each candidate, by its place in the list, is worth to a wish; a topical one is worth nothing where the problem is not about it. */
const scoreOf = (wish: Wish, reader: Reader): ((candidate: number) => number) => {
  const { balance, paleness, part, place } = wish
  const { words, topical, pale } = reader.table[part]
  const meet = wish.meet.map((meaning) => reader.near(part, meaning))
  const pulls = wish.pulls.map(({ meaning, weight }) => ({ near: reader.near(part, meaning), weight }))
  const tilt = tiltOf(wish, reader)
  const beside = wish.beside === undefined ? undefined : reader.near(part, wish.beside)
  const freedom = VARIETY * place.freedom
  const chance = chances(place.at)
  return (i) => {
    const about = tilt(i)
    if (topical[i] === 1 && !about.central) return Number.NEGATIVE_INFINITY
    const word = words[i] ?? 0
    let score = meeting(meet, i, balance) + about.pull - paleness * (pale[i] ?? 0) - (FREQUENCY * word) / RANKS
    for (const { near, weight } of pulls) score += weight * Math.min(NEAREST, near[i] ?? 0)
    if (beside !== undefined) score += suit(beside[i] ?? 0)
    return freedom > 0 ? score + freedom * chance(word) : score
  }
}

/** How near a candidate is to all of a list: between its mean and its least nearness. */
const meeting = (meet: readonly Affinity[], candidate: number, balance: number): number => {
  let sum = 0
  let least = Number.POSITIVE_INFINITY
  for (const near of meet) {
    const value = Math.min(NEAREST, near[candidate] ?? 0)
    sum += value
    least = Math.min(least, value)
  }
  const mean = sum / meet.length
  return mean + balance * (least - mean)
}

// Rises with nearness, then falls: a neighbour suits, a synonym repeats.
const suit = (near: number): number => SUIT * Math.min(near, SUITED) - REPEAT * Math.max(0, near - SAME)

const SAME_START = 5

const shunnedBy = (avoid: readonly number[], table: Table): ((word: number) => boolean) => {
  const families = new Set(avoid.map((word) => table.families[word]))
  const opposites = new Set(avoid.flatMap((word) => table.opposites.get(word) ?? []))
  const starts = new Set(avoid.map((word) => spell(word, table).slice(0, SAME_START)))
  return (word) =>
    families.has(table.families[word]) || opposites.has(word) || starts.has(spell(word, table).slice(0, SAME_START))
}
