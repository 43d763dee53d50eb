/** Something out of the ordinary: where it happens, and what. */
export interface Surprise {
  readonly at: string
  readonly what: string
}

/**
 * What decides everything that happens. A seed alone draws delays and surprises; with a list of surprises only these happen,
 * and with `even` delays everything takes as long as everything else: how a failure is made small.
 */
export interface Schedule {
  readonly seed: number
  /** As the seed says unless given. */
  readonly delays?: 'drawn' | 'even'
  readonly surprises?: readonly Surprise[]
}

/** How likely each surprise is, in the measure of {@link usual}; 0 rules it out. */
export type Faults = { readonly [P in keyof typeof usual]?: { readonly [S in keyof (typeof usual)[P]]?: number } }

/** Places where something can go wrong, what it is, and its weight unless a world states another. */
export const usual = {
  /** Opening the journal. */
  create: { refused: 1, unheard: 1, 'died before': 1, 'died after': 2 },
  /** An append: not taken, taken without a word, taken later, not taken for good, taken from the last reserve. */
  write: {
    ...{ refused: 3, vanished: 2, unheard: 4, late: 2, barred: 1, full: 1 },
    ...{ 'died before': 3, 'died after': 3 },
  },
  read: { refused: 1, died: 1 },
  /** A call: `unaffordable` is a policy of the host's that finds no money; `silent` is carried out and never answered. */
  call: {
    ...{ failed: 4, 'timed out': 1, threw: 1, 'answered badly': 1, twice: 1, silent: 1, unaffordable: 1 },
    ...{ 'died before': 2, 'died after': 2 },
  },
  /** A part of an answer on its way: its worker dies there, it comes after the answer, or it is nothing that JSON can hold. */
  piece: { died: 2, late: 1, odd: 1 },
  /** What the host or another worker does once something is written. */
  moment: { rival: 3, killed: 2, pause: 2, stop: 3, cancel: 1, told: 3 },
  /** A worker sits down again after a crash: two at once. */
  restart: { both: 1 },
  /** A person answers. */
  word: { twice: 1 },
} as const

/** A place of {@link usual}. */
export type Place = keyof typeof usual
/** What may happen at a place. */
export type What<P extends Place> = keyof (typeof usual)[P]

/** The source of everything that is not decided by the program. Draws depend on the seed and the name of the place alone: to leave one surprise out does not change the others. */
export interface Chance {
  /** A number of ms from 1 to `most`; now and then twenty times that. */
  readonly delay: (name: string, most?: number) => number
  /** Heads or tails. */
  readonly likely: (name: string) => boolean
  /** One of the choices a host has; the first is the ordinary one. */
  readonly setting: <A extends string>(at: string, choices: readonly [A, ...A[]]) => A
  /** Whether something happens at a place, and what. */
  readonly surprise: <P extends Place>(
    place: P,
    at: string | number,
    ruledOut?: readonly What<P>[],
  ) => What<P> | undefined
  /** What was out of the ordinary so far, in order. */
  readonly met: () => readonly Surprise[]
}

/** Most surprises of one run, so that every run ends. */
const MOST = 10
/** How often a place has a surprise, by seed. */
const RATES = [0.02, 0.04, 0.08, 0.14, 0.24]

/** Places that come up so often, or matter so little, that they get less than their share. */
const shares: { readonly [P in Place]?: number } = { read: 0.25, word: 0.5, restart: 0.5 }

/** A number in [0, 1) from a seed and a name: the same everywhere. */
export const draw = (seed: number, name: string): number => {
  let h = (seed ^ 0x9e3779b9) >>> 0
  for (let i = 0; i < name.length; i += 1) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296
}

/** Where everything takes as long as everything else, things happen at the very same moment. */
const delaysOf = (seed: number): 'drawn' | 'even' => (draw(seed, 'delays') < 0.2 ? 'even' : 'drawn')

/** The chance of a schedule. */
export const chance = ({ seed, delays = delaysOf(seed), surprises }: Schedule, faults: Faults = {}): Chance => {
  const listed = surprises === undefined ? undefined : new Map(surprises.map(({ at, what }) => [at, what]))
  const met: Surprise[] = []
  let count = 0
  const rate = RATES[Math.floor(draw(seed, 'rate') * RATES.length)] ?? 0
  const note = (at: string, what: string): void => void met.push({ at, what })
  return {
    delay: (name, most = 20) => {
      if (delays === 'even') return 5
      const drawn = draw(seed, name)
      return drawn > 0.97 ? most * 20 : 1 + Math.floor(drawn * most)
    },
    likely: (name) => draw(seed, name) < 0.5,
    setting: (at, choices) => {
      const drawn = choices[Math.floor(draw(seed, at) * choices.length)] ?? choices[0]
      // A cast after a check: what is listed is looked for among the choices.
      const chosen = listed === undefined ? drawn : (choices.find((choice) => choice === listed.get(at)) ?? choices[0])
      if (chosen !== choices[0]) note(at, chosen)
      return chosen
    },
    surprise: (place, at, ruledOut = []) => {
      const name = `${place} ${at}`
      const what =
        listed === undefined
          ? drawn(seed, name, { rate: rate * (shares[place] ?? 1), usual: usual[place], stated: faults[place] ?? {} })
          : listed.get(name)
      // A cast at the seam: a list that names something else is the same as none.
      const found = what as (typeof ruledOut)[number] | undefined
      if (found === undefined || count >= MOST || ruledOut.includes(found)) return undefined
      count += 1
      note(name, String(found))
      return found
    },
    met: () => met,
  }
}

interface Odds {
  readonly rate: number
  readonly usual: Weights
  readonly stated: Weights
}

type Weights = { readonly [what: string]: number | undefined }

const sumOf = (weights: Weights): number => Object.values(weights).reduce<number>((sum, weight = 0) => sum + weight, 0)

const drawn = (seed: number, name: string, { rate, usual: ordinary, stated }: Odds): string | undefined => {
  const weights = { ...ordinary, ...stated }
  const all = sumOf(weights)
  // What is made likelier happens more often, it does not happen instead of others.
  if (draw(seed, name) >= Math.min(0.8, (rate * all) / sumOf(ordinary))) return undefined
  let left = draw(seed, `${name}?`) * all
  for (const [what, weight = 0] of Object.entries(weights)) {
    if (left < weight) return what
    left -= weight
  }
  return undefined
}
