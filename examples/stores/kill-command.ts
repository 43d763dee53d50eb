import { parseArgs } from 'node:util'
import { chances } from '../valley/kill/moments.js'
import { killing } from './kill.js'
import { round, type Round } from './round.js'
import { ownServers } from './own-servers.js'

/** Kills Neo4j and Qdrant with SIGKILL in the middle of valleys that persist, and prints what came of it. */
const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } })
const wanted = Number(values.kills ?? 20)
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
if (!Number.isInteger(wanted) || wanted < 1 || !Number.isInteger(seed)) {
  console.error('Wanted: npm run kill:stores -- [--kills N] [--seed N], whole numbers.')
  process.exit(64)
}

const servers = await ownServers()
const { neo4j, qdrant } = servers
const chance = chances(seed)
const begun = Date.now()
console.log(
  `Killing each server ${wanted} times. The same moments again: npm run kill:stores -- --kills ${wanted} --seed ${seed}`,
)
const rounds: Round[] = []
const sum = (count: (round: Round) => number): number => rounds.reduce((total, each) => total + count(each), 0)
try {
  for (;;) {
    const left = { neo4j: wanted - sum(({ kills }) => kills.neo4j), qdrant: wanted - sum(({ kills }) => kills.qdrant) }
    if (left.neo4j <= 0 && left.qdrant <= 0) break
    const at = { neo4j: neo4j.address, qdrant: qdrant.address }
    const plan = {
      run: `killed-${rounds.length + 1}`,
      journal: 'neo4j',
      disturb: killing(servers, left, chance),
    } as const
    const done = await round(at, plan)
    rounds.push(done)
    const { kills, sittings, contents, violations } = done
    console.log(
      `round ${rounds.length}: ${kills.neo4j} + ${kills.qdrant} kills, ${sittings} sittings, ${contents} nodes, relationships and points compared, ${violations.length} violations`,
    )
  }
} finally {
  await Promise.all([neo4j.stop(), qdrant.stop()])
}
const violations = rounds.flatMap((each, i) => each.violations.map((what) => `round ${i + 1}: ${what}`))
for (const what of violations.slice(0, 40)) console.log(what)
console.table({
  rounds: rounds.length,
  'kills of neo4j': sum(({ kills }) => kills.neo4j),
  'kills of qdrant': sum(({ kills }) => kills.qdrant),
  sittings: sum(({ sittings }) => sittings),
  'calls of stores': sum(({ asked }) => asked.length),
  'calls that failed': sum(({ asked }) => asked.filter(({ error }) => error !== undefined).length),
  compared: sum(({ contents }) => contents),
  violations: violations.length,
  seconds: Math.round((Date.now() - begun) / 1000),
})
process.exit(violations.length === 0 ? 0 : 1)
