import { Bench } from 'tinybench'
import type { Case, Group } from './group.js'

/** Microseconds per effect, one number for each round; the same index in two series is the same moment. */
export interface Series {
  readonly name: string
  readonly effects: number
  readonly microseconds: readonly number[]
}

/** No case takes longer than this in a round, unless a single run does. */
const LONGEST_MS = 400

/** Rounds that warm the compiler up and are not counted; the first finds out who is slow. */
const WARMUP = 3

/**
 * Measures all cases of a group in interleaved rounds: each round runs every case, in alternating order, so that noise of the
 * machine hits all alike and ratios can be taken within a round. No collection is forced: it would shrink the young generation, and
 * whoever makes garbage would pay several times what it pays in a host.
 */
export const measure = async (
  group: Group,
  rounds: number,
  progress: (text: string) => void,
): Promise<readonly Series[]> => {
  const runs = new Map<Case, number>()
  const samples = new Map<Case, number[]>(group.cases.map((one) => [one, []]))
  for (let round = -WARMUP; round < rounds; round += 1) {
    progress(`${group.name}: round ${round + 1} of ${rounds}`)
    for (const one of round % 2 === 0 ? group.cases : group.cases.toReversed()) {
      const milliseconds = await sample(one, runs.get(one) ?? 1)
      if (round >= 0) samples.get(one)?.push((milliseconds * 1000) / one.effects)
      else runs.set(one, runsOf(group.effectsPerRound / one.effects, milliseconds))
    }
  }
  return group.cases.map((one) => ({ name: one.name, effects: one.effects, microseconds: samples.get(one) ?? [] }))
}

/** Runs of a case in one round. */
const runsOf = (wanted: number, milliseconds: number): number =>
  Math.max(1, Math.round(Math.min(wanted, LONGEST_MS / milliseconds)))

/** Milliseconds per run: the mean, so that the collection of its own garbage is part of it. */
const sample = async (one: Case, iterations: number): Promise<number> => {
  if ('part' in one) return one.part()
  const bench = new Bench({ iterations, time: 0, warmup: false, throws: true })
  const checked = async (): Promise<void> => {
    const count = await one.run()
    if (count !== one.effects) throw new Error(`${one.name}: wanted ${one.effects} effects, counted ${count}`)
  }
  bench.add(one.name, checked, { async: true })
  await bench.run()
  const result = bench.tasks[0]?.result
  if (result?.state !== 'completed') throw new Error(`${one.name}: not completed`)
  return result.latency.mean
}
