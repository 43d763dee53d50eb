import { chances } from '../../valley/kill/moments.js'
import type { Victim } from './victims.js'
import { added, figuresOf, figuresOfLoop, type Figures } from './figures.js'
import { groundIn, undisturbed, type Ground } from './ground.js'
import { violationsOf } from './judge.js'
import type { Place } from './one-by-one.js'
import { killingAt, killingByChance, randomPace, round, type Killing, type Scene, type Timing } from './round.js'

/** What is to be killed, and how often. */
export interface Plan {
  readonly seed: number
  readonly kills: number
  readonly victims: readonly Victim[]
  readonly say: (line: string) => void
  /** Which of the places of a loop; all unless given. */
  readonly places?: (all: readonly Place[]) => readonly Place[]
}

/** What came of it: a row for each loop and one for all, and all that did not hold. */
export interface Outcome {
  readonly table: { readonly [loop: string]: Figures }
  readonly violations: readonly string[]
}

/** Workers at a time. */
const LANES = 2

/** Kills of one round by chance at the most; whoever comes after them carries the loop to its end. */
const MOST = 5

/** Kills loops at their places and by chance, and judges each against the same loop undisturbed. */
export const campaign = async (root: string, plan: Plan): Promise<Outcome> => {
  const ground = await groundIn(root)
  const tallies: Tally[] = []
  for (const [i, victim] of plan.victims.entries()) tallies.push(await killed(ground, victim, { ...plan, at: i }))
  const rows = tallies.map(({ name, figures }) => [name, figures] as const)
  return {
    table: Object.fromEntries([...rows, ['all', added(rows.map(([, figures]) => figures))]]),
    violations: tallies.flatMap(({ violations }) => violations),
  }
}

interface Tally {
  readonly name: string
  readonly figures: Figures
  readonly violations: readonly string[]
}

const killed = async (ground: Ground, victim: Victim, plan: Plan & { readonly at: number }): Promise<Tally> => {
  const begun = Date.now()
  const scene: Scene = { ground, victim, undisturbed: await undisturbed(ground, victim) }
  const found: Figures[] = [figuresOfLoop(scene.undisturbed)]
  const violations: string[] = []
  const judged: Judged = async (killing, kind) => {
    const done = await round(scene, killing)
    const wrong = violationsOf(done, scene.undisturbed)
    const figures = figuresOf(done, { kind, violations: wrong.length })
    found.push(figures)
    violations.push(...wrong.map((what) => `${victim.name}, ${killing.name}: ${what}`))
    return { timing: done.sittings[0] ?? { startMs: 0, restMs: 0 }, kills: figures['kills at random'] }
  }
  const { timing } = await judged({ name: 'nobody killed', pace: randomPace, killed: () => undefined }, 'random')
  const { places = (all: readonly Place[]) => all } = plan
  await killedAt(places(scene.undisturbed.places), judged)
  await killedByChance(plan, timing, judged)
  const figures = { ...added(found), seconds: Math.round((Date.now() - begun) / 1000) }
  const { 'kills at entries': there, 'kills at random': then } = figures
  plan.say(`${victim.name}: ${there} + ${then} kills, ${violations.length} violations`)
  return { name: victim.name, figures, violations }
}

/** Has a round and judges it; gives how many kills by chance there were, and what the first worker took. */
type Judged = (
  killing: Killing,
  kind: 'entries' | 'random',
) => Promise<{ readonly timing: Timing; readonly kills: number }>

const killedAt = (places: readonly Place[], judged: Judged): Promise<void> => {
  const left = places.map(killingAt)
  return inLanes(async () => {
    const killing = left.shift()
    if (killing !== undefined) await judged(killing, 'entries')
    return killing !== undefined
  })
}

/** Kills are shared out among the loops evenly, those that are left over to the first. */
const killedByChance = (
  { seed, kills, victims, at }: Plan & { readonly at: number },
  timing: Timing,
  judged: Judged,
): Promise<void> => {
  let due = Math.floor(kills / victims.length) + (at < kills % victims.length ? 1 : 0)
  let rounds = 0
  return inLanes(async () => {
    const most = Math.min(MOST, due)
    if (most === 0) return false
    due -= most
    rounds += 1
    const chance = chances(seed + at * 1000 + rounds)
    const done = await judged(killingByChance(`random ${rounds}`, most, { chance, timing }), 'random')
    // Whoever had done before its moment was not killed.
    due += most - done.kills
    return true
  })
}

/** Does something again and again, so many at a time, until there is nothing left to do. */
const inLanes = async (next: () => Promise<boolean>): Promise<void> => {
  const lane = async (): Promise<void> => {
    while (await next());
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}
