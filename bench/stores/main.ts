// Real stores through the adapters and bare, in one process: what an adapter adds. `npm run bench:stores [-- --only neo4j|qdrant|memory]`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { neo4jServer, qdrantServer, sentenceOf } from '../../packages/rig/src/index.js'
import { figure, least, type Figure } from '../figures.js'
import type { Group } from '../group.js'
import { measure } from '../measure.js'
import { figureTable, groupTable, targetTable } from '../report.js'
import { spreadOf } from '../statistics.js'
import { judge, within, type Measured } from '../targets.js'
import { journalGroup, resumeOnNeo4j } from './journal.js'
import { neo4jGroups } from './neo4j.js'
import { memoryGroup, qdrantGroups } from './vectors.js'

const { values: flags } = parseArgs({ options: { only: { type: 'string' } } })
const isWanted = (name: string): boolean => name.startsWith(flags.only ?? '')

const targets = [
  ...within('neo4j-persist', 1 / 0.9, [['adapter', 'raw UNWIND']]),
  ...within('neo4j-persist', 1 / 50, [['adapter', 'one by one']]),
  ...within('neo4j-read', 1.15, [['adapter', 'raw driver']]),
  ...within('neo4j-cone', 1.2, [['adapter', 'raw Cypher']]),
  ...within('qdrant-upsert', 1 / 0.9, [['adapter', 'raw client']]),
  ...within('qdrant-search', 1.1, [['adapter', 'raw client']]),
  ...within('memory-search', 1.15, [['memory', 'hand loop']]),
]

console.log(
  `Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}. Ratios are what counts.\n`,
)
const measured: Measured[] = []
const numbers: Figure[] = []
const take = async (groups: readonly Group[]): Promise<void> => {
  for (const group of groups) {
    const series = await measure(group, group.rounds, () => undefined)
    console.log(`${groupTable(group, series)}\n`)
    measured.push({ group: group.name, series })
  }
}
if (isWanted('memory')) await take([await memoryGroup()])
if (isWanted('qdrant')) {
  const server = await qdrantServer()
  if (server._tag === 'Missing') console.log(sentenceOf(server))
  else {
    await take(await qdrantGroups(server.address.uri))
    await server.stop()
  }
}
if (isWanted('neo4j')) {
  const server = await neo4jServer()
  if (server._tag === 'Missing') console.log(sentenceOf(server))
  else {
    const { uri } = server.address
    await take([...(await neo4jGroups(uri)), await journalGroup(uri)])
    const cone = measured.find(({ group }) => group === 'neo4j-cone')?.series[0]
    numbers.push(
      figure('lineage of a cell among 12,000, Neo4j', 'ms', spreadOf(cone?.microseconds ?? []).median / 1000, 50),
      figure(
        'resume of 12,000 effects at the last, Neo4j with snapshots',
        'ms',
        await least(2, (i) => resumeOnNeo4j(uri, 12_000, `bench-resume-${i}`)),
        2000,
      ),
    )
    await server.stop()
  }
}
const verdicts = judge(measured, targets)
console.log(targetTable(verdicts))
if (numbers.length > 0) console.log(`\n${figureTable(numbers)}`)
const folder = fileURLToPath(new URL('../out', import.meta.url))
mkdirSync(folder, { recursive: true })
const results = { at: new Date().toISOString(), targets: verdicts, figures: numbers, measured }
writeFileSync(`${folder}/stores.json`, `${JSON.stringify(results, undefined, 2)}\n`)
console.log('\nWritten to bench/out/stores.json.')
