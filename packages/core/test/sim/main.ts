// The simulator on the command line: `npm run sim -- --seeds 2000 [--from 1] [--program house] [--seed 7 [--schedule '{...}']]`.
import type { Failure, Report, Schedule } from '@chorale/core/testing'
import { programs, type ProgramName } from './programs.js'

const argv = process.argv.slice(2)

const valueOf = (name: string): string | undefined => {
  const at = argv.indexOf(`--${name}`)
  return at === -1 ? undefined : argv[at + 1]
}

const numberOf = (name: string, otherwise: number): number => {
  const given = valueOf(name)
  if (given === undefined) return otherwise
  const number = Number(given)
  if (Number.isSafeInteger(number) && number >= 0) return number
  console.error(`--${name} must be a whole number, not ${given}`)
  process.exit(2)
}

const isName = (name: string): name is ProgramName => Object.hasOwn(programs, name)

const namesOf = (): readonly ProgramName[] => {
  const all = Object.keys(programs).filter(isName)
  const given = valueOf('program')
  if (given === undefined) return all
  if (isName(given)) return [given]
  console.error(`--program must be one of ${all.join(', ')}, not ${given}`)
  process.exit(2)
}

/** What all seeds of a program came to. */
const totals = () => ({ seeds: 0, sittings: 0, requests: 0, entries: 0, surprises: new Map<string, number>() })

const add = (sums: ReturnType<typeof totals>, { sittings, requests, journal, surprises }: Report): void => {
  sums.seeds += 1
  sums.sittings += sittings
  sums.requests += requests
  sums.entries += journal.length
  for (const { at, what } of surprises) {
    const kind = `${/^\w+/.exec(at)?.[0] ?? at}: ${what}`
    sums.surprises.set(kind, (sums.surprises.get(kind) ?? 0) + 1)
  }
}

const commandOf = (name: ProgramName, schedule: Schedule): string =>
  `npm run sim -- --program ${name} --seed ${schedule.seed} --schedule '${JSON.stringify(schedule)}'`

const show = (name: ProgramName, { seed, text, schedule }: Failure): void => {
  console.log(`\nFAILED  ${text}\n`)
  console.log(`This seed again:     npm run sim -- --program ${name} --seed ${seed}`)
  console.log(`The smallest of it:  ${commandOf(name, schedule)}`)
}

/** Runs one seed, or one schedule, and prints all that happened. */
const one = async (name: ProgramName, seed: number): Promise<boolean> => {
  const given = valueOf('schedule')
  // A cast at the seam: who writes a schedule by hand sees what came of it.
  const schedule = given === undefined ? { seed } : (JSON.parse(given) as Schedule)
  const { trace, surprises, broken } = await programs[name].run(schedule)
  for (const line of trace) console.log(line)
  console.log(`\nOut of the ordinary: ${surprises.map(({ at, what }) => `${at}: ${what}`).join('; ')}`)
  for (const { law, because } of broken) console.log(`BROKEN  ${law}: ${because}`)
  return broken.length === 0
}

const many = async (name: ProgramName, from: number, seeds: number): Promise<readonly Failure[]> => {
  const sums = totals()
  const begun = performance.now()
  const seen = (report: Report): void => {
    add(sums, report)
    if (sums.seeds % 1000 === 0) console.log(`        ${name}: ${sums.seeds} seeds ...`)
  }
  const failures = await programs[name].search({ from, seeds, seen })
  const seconds = (performance.now() - begun) / 1000
  const { sittings, requests, entries } = sums
  console.log(
    `${failures.length === 0 ? 'ok    ' : 'FAILED'}  ${name}: ${sums.seeds} seeds, ${sittings} sittings, ${requests} requests, ${entries} entries; ` +
      `${Math.round(sums.seeds / seconds)} seeds a second`,
  )
  const kinds = [...sums.surprises].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${kind} ${count}`)
  if (argv.includes('--surprises')) console.log(`        ${kinds.join(', ')}`)
  return failures
}

const names = namesOf()
const [seed, from, seeds] = [valueOf('seed'), numberOf('from', 1), numberOf('seeds', 1000)]
const laws = new Map<string, number>(
  ['result', 'budget', 'once', 'held', 'wake', 'fence', 'cause', 'books'].map((law) => [law, 0]),
)
let isSound = true
if (seed !== undefined) isSound = await one(names[0] ?? 'house', numberOf('seed', 1))
else {
  for (const name of names) {
    const failures = await many(name, from, Math.max(1, Math.ceil(seeds / programs[name].weight)))
    for (const failure of failures) {
      show(name, failure)
      for (const { law } of failure.report.broken) laws.set(law, (laws.get(law) ?? 0) + 1)
    }
    isSound &&= failures.length === 0
  }
  console.log(`\nBroken, by law: ${[...laws].map(([law, count]) => `${law} ${count}`).join(', ')}`)
}
process.exit(isSound ? 0 : 1)
