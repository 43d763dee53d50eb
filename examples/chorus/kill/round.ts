import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Victim } from './victims.js'
import { run, type Ground, type Undisturbed } from './ground.js'
import { keptIn, type Kept } from './kept.js'
import type { Place } from './one-by-one.js'
import { sit, type Moment, type Sitting } from './sitting.js'

/** One loop, from its first worker to its end. */
export interface Round {
  /** Where its first worker was to be killed; undefined where that was left to chance. */
  readonly place: Place | undefined
  readonly sittings: readonly Sitting[]
  readonly kept: Kept
}

/** A loop that is about to be killed, and what it is to be like. */
export interface Scene {
  readonly ground: Ground
  readonly victim: Victim
  readonly undisturbed: Undisturbed
}

/** How each worker is killed, by how many came before it; one that is not carries the loop to its end. */
export interface Killing {
  readonly name: string
  readonly pace: number
  readonly place?: Place
  readonly killed: (before: number) => Place | Moment | undefined
}

/** Lets workers have a loop one after the other until it is over, in a copy of the store as it was before, and looks at what they left. */
export const round = async ({ ground, victim, undisturbed }: Scene, killing: Killing): Promise<Round> => {
  const { name, pace, killed } = killing
  const folder = join(ground.root, `${victim.name} ${name}`.replaceAll(' ', '-'))
  const directory = join(folder, 'store')
  mkdirSync(folder)
  try {
    cpSync(ground.memory, directory, { recursive: true })
    const sittings: Sitting[] = []
    for (;;) {
      const how = killed(sittings.length)
      const place = how !== undefined && 'when' in how ? how : null
      const order = { directory, tape: undisturbed.tape, run, prompt: victim.prompt, place, pace }
      const seat = { program: ground.program, folder, order: { ...order, sitting: `worker-${sittings.length + 1}` } }
      const sitting = await sit(seat, how !== undefined && 'after' in how ? how : undefined)
      sittings.push(sitting)
      // One that has told the end before it was killed has done.
      if (!sitting.wasKilled || sitting.isStuck || sitting.told.at(-1)?._tag === 'ended')
        return { place: killing.place, sittings, kept: await keptIn(directory, run) }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Kills the first worker at a place, and nobody after it. */
export const killingAt = (place: Place): Killing => ({
  ...{ name: `${place.when} entry ${place.entry}`, pace: 0, place },
  killed: (before) => (before === 0 ? place : undefined),
})

/** How long an undisturbed worker takes. */
export type Timing = Pick<Sitting, 'startMs' | 'restMs'>

/** Milliseconds before each piece where workers are killed by chance: enough that most moments fall into the loop. */
export const randomPace = 2

/** Kills so many workers of a loop by chance at the most: a few while they start, most in the thick of it. */
export const killingByChance = (name: string, most: number, { chance, timing }: Chances): Killing => ({
  ...{ name, pace: randomPace },
  killed: (before) => {
    if (before >= most) return undefined
    const [kind, share] = [chance(), chance()]
    return kind < 0.2
      ? { after: 'start', ms: Math.round(share * timing.startMs) }
      : { after: 'first word', ms: Math.round(share * timing.restMs) }
  },
})

/** Where moments come from. */
export interface Chances {
  readonly chance: () => number
  readonly timing: Timing
}
