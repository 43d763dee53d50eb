import type { Types } from '../../kit/machine/index.js'
import type { Schedule, Surprise } from './chance.js'
import { simulate, type Report } from './simulate.js'
import type { World } from './world.js'

/** Which seeds to try. */
export interface Seeds {
  /** The first one: 1 unless given. */
  readonly from?: number
  readonly seeds: number
  /** Failures to look for before it stops: 1 unless given. */
  readonly failures?: number
  /** Sees each report, for totals and progress. */
  readonly seen?: (report: Report) => void
}

/** A seed with which a law does not hold. */
export interface Failure {
  readonly seed: number
  /** The smallest schedule found that breaks the same law. */
  readonly schedule: Schedule
  /** What came of that one. */
  readonly report: Report
  /** All that a person needs to see it again. */
  readonly text: string
}

/**
 * Runs a program through many seeds. For those with which a law does not hold, looks for the fewest surprises that break the same law.
 * A world may depend on the seed, so that the program's input varies too.
 */
export const search = async <T extends Types>(
  world: World<T> | ((seed: number) => World<T>),
  { from = 1, seeds, failures = 1, seen }: Seeds,
): Promise<readonly Failure[]> => {
  const found: Failure[] = []
  const worldOf = typeof world === 'function' ? world : () => world
  for (let seed = from; seed < from + seeds && found.length < failures; seed += 1) {
    const report = await simulate(worldOf(seed), { seed })
    seen?.(report)
    if (report.broken.length > 0) found.push(await failure(worldOf(seed), report))
  }
  return found
}

const failure = async <T extends Types>(world: World<T>, first: Report): Promise<Failure> => {
  const report = await smallest(world, first)
  const { seed } = first.schedule
  return { seed, schedule: report.schedule, report, text: textOf(world.name, report) }
}

/** Leaves out what is not needed: first the drawn delays, then halves of the surprises, then single ones. */
const smallest = async <T extends Types>(world: World<T>, first: Report): Promise<Report> => {
  const law = first.broken[0]?.law
  const { seed } = first.schedule
  let best = first
  const attempt = async (schedule: Schedule): Promise<boolean> => {
    const report = await simulate(world, schedule)
    const isAsBad = report.broken[0]?.law === law
    if (isAsBad) best = report
    return isAsBad
  }
  const listed = await attempt({ seed, surprises: first.surprises })
  if (!listed) return first
  await attempt({ seed, surprises: best.surprises, delays: 'even' })
  for (let size = Math.ceil(best.surprises.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < best.surprises.length;)
      if (!(await attempt({ ...best.schedule, surprises: without(best.surprises, at, size) }))) at += size
  await attempt({ ...best.schedule, delays: 'even' })
  return best
}

const without = (surprises: readonly Surprise[], at: number, size: number): readonly Surprise[] => [
  ...surprises.slice(0, at),
  ...surprises.slice(at + size),
]

const textOf = (name: string, { schedule, broken, surprises, trace }: Report): string => {
  const told = broken.map(({ law, because }) => `  ${law}: ${because}`)
  const met = surprises.map(({ at, what }) => `  ${at}: ${what}`)
  return [
    `seed ${schedule.seed} of ${name} (${schedule.delays ?? 'drawn'} delays) breaks:`,
    ...told,
    met.length === 0 ? 'with nothing out of the ordinary' : 'with',
    ...met,
    'The last of what happened:',
    ...trace.slice(-25).map((line) => `  ${line}`),
    `schedule: ${JSON.stringify(schedule)}`,
  ].join('\n')
}
