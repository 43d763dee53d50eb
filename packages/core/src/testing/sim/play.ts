import type { Entry, RunRecord } from '../../ports/journal/index.js'
import { chance, draw, type Schedule } from './chance.js'
import { host, type Host } from './host.js'
import { judge } from './judge.js'
import { outside } from './outside.js'
import { people, type People } from './people.js'
import { settingsOf, type Settings } from './sitting.js'
import type { Stage } from './stage.js'
import { store } from './store.js'
import { timeline } from './timeline.js'
import { witness } from './witness.js'
import type { AnyWorld } from './world.js'

/** What is there before a run begins. */
export interface Before {
  /** Runs that the journal holds. */
  readonly kept: readonly { readonly record: RunRecord; readonly entries: readonly Entry[] }[]
  /** Questions whose answers they hold, by content. */
  readonly known: ReadonlySet<string>
}

/** A play from the first moment to its last. */
export interface Played {
  readonly stage: Stage
  readonly trace: readonly string[]
  readonly settings: Settings
  readonly folk: People
  readonly final: ReturnType<Host['final']>
}

/** Instants after which a run is taken to have no end. */
const MOST = 20_000

/** Lets time pass until the run is at its end, a law is broken, or nothing moves any more. */
export const play = async (
  world: AnyWorld,
  schedule: Schedule,
  { run, before }: { readonly run: string; readonly before: Before },
): Promise<Played> => {
  const trace: string[] = []
  const stage = staged(world, schedule, { run, before, trace })
  const settings = settingsOf(stage)
  const folk = people(stage)
  const itsHost = host(stage, settings, folk)
  itsHost.seat()
  await stage.timeline.settle()
  await pass(stage, itsHost)
  return { stage, trace, settings, folk, final: itsHost.final() }
}

const pass = async ({ timeline: time, judge: bench }: Stage, itsHost: Host): Promise<void> => {
  for (let turns = 0; ; turns += 1) {
    itsHost.look()
    if (itsHost.final() !== undefined || bench.broken().length > 0) return
    if (turns > MOST) return bench.broke('wake', `after ${MOST} instants the run is not at its end`)
    if (!(await time.turn()) && !itsHost.rouse())
      return bench.broke('wake', 'nothing will happen any more, and the run is not at its end')
  }
}

interface Setting {
  readonly run: string
  readonly before: Before
  readonly trace: string[]
}

const staged = (world: AnyWorld, schedule: Schedule, { run, before, trace }: Setting): Stage => {
  const time = timeline()
  const begun = time.now()
  const parts = { world, run, chance: chance(schedule, world.faults), timeline: time, judge: judge() }
  const watched = {
    ...parts,
    witness: witness(world, run, parts.judge),
    note: (line: string): void => void trace.push(`${time.now() - begun} ${line}`),
  }
  const stage: Stage = {
    ...{ ...watched, store: store(before.kept), workers: [], limits: purse(world, schedule) },
    outside: outside({ ...watched, known: before.known, limits: () => stage.limits }),
  }
  return stage
}

/** What may be spent at first: a part of what the world grants. */
const purse = ({ budget }: AnyWorld, { seed }: Schedule): Stage['limits'] => {
  const share = [1, 1, 0.5, 0.2][Math.floor(draw(seed, 'purse') * 4)] ?? 1
  const limits = Object.entries(budget?.limits ?? {})
  return Object.fromEntries(limits.map(([limit, most]) => [limit, Math.floor(most * share)]))
}
