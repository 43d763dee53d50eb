// Side by side, in one process: what a library adds to an effect. All contenders carry out the same trivial async function
// (work.ts) against published builds; ours comes from dist, as a user gets it. Read ratios, not times.
//   npm run bench -- --quick        3 rounds instead of 15 to 120: a smoke test, too few for a verdict
//   npm run bench -- --only fan     groups whose name starts so: scale, valley, journal, steps, local, replay, chain, fan, langgraph-chain,
//                                   langgraph-fan; or figures: plan, resume, bytes, memory
//   npm run -s bench -- --json      the results as JSON, nothing else on stdout
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { groups } from './cases.js'
import { measure } from './measure.js'
import { figures } from './figures.js'
import { figureTable, groupTable, targetTable } from './report.js'
import { spreadOf } from './statistics.js'
import { judge, type Measured } from './targets.js'

const { values: flags } = parseArgs({
  options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, only: { type: 'string' } },
})

const QUICK_ROUNDS = 3
const chosen = groups.filter(({ name }) => name.startsWith(flags.only ?? ''))
if (chosen.length === 0 && flags.only !== 'figures') {
  console.error(`There is no group ${flags.only ?? ''}. Use one of ${groups.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const say = (text: string): void => {
  if (flags.json !== true) console.log(text)
}
const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`)
}

const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length }
say(
  `Node ${machine.node}, ${machine.cores} cores, ${machine.cpu}. Ratios are what counts: the times are this machine's.\n`,
)
const measured: Measured[] = []
for (const group of chosen) {
  const series = await measure(group, flags.quick === true ? QUICK_ROUNDS : group.rounds, progress)
  progress('')
  say(`${groupTable(group, series)}\n`)
  measured.push({ group: group.name, series })
}
const verdicts = judge(measured)
if (verdicts.length > 0) say(targetTable(verdicts))

const numbers = flags.only === undefined || flags.only === 'figures' ? await figures() : []
if (numbers.length > 0) say(`\n${figureTable(numbers)}`)

const results = {
  at: new Date().toISOString(),
  machine,
  quick: flags.quick === true,
  groups: measured.map(({ group, series }) => ({
    group,
    cases: series.map((one) => ({ ...one, microsecondsPerEffect: spreadOf(one.microseconds) })),
  })),
  targets: verdicts,
  figures: numbers,
}
const folder = fileURLToPath(new URL('out', import.meta.url))
mkdirSync(folder, { recursive: true })
writeFileSync(`${folder}/results.json`, `${JSON.stringify(results, undefined, 2)}\n`)
if (flags.json === true) console.log(JSON.stringify(results))
else console.log('\nWritten to bench/out/results.json.')
