import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { digestsOf, figuresOf } from './judge.js'
import { chances } from './moments.js'
import { round, type Round } from './round.js'

/** Kills quickstarts with SIGKILL at random moments until there were enough, and prints what came of it. */
const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } })
const kills = Number(values.kills ?? 100)
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  console.error('Wanted: npm run kill -- [--kills N] [--seed N], whole numbers.')
  process.exit(64)
}

const chance = chances(seed)

const inFolder = async (most: number, startMs: number, calls: number): Promise<Round> => {
  const folder = mkdtempSync(join(tmpdir(), 'chorale-kill-'))
  try {
    return await round(folder, { most, chance, startMs, calls })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const begun = Date.now()
console.log(
  `Killing ${kills} workers at random moments. The same moments again: npm run kill -- --kills ${kills} --seed ${seed}`,
)
const undisturbed = await inFolder(0, 0, 0)
const rounds: Round[] = []
for (let left = kills; left > 0;) {
  const ended = await inFolder(left, undisturbed.startMs, undisturbed.requests.size)
  rounds.push(ended)
  left -= ended.kills.length
  const requests = [...ended.requests.values()].reduce((sum, times) => sum + times, 0)
  console.log(
    `round ${rounds.length}: ${ended.kills.length} kills, ${ended.requests.size} calls, ${requests} requests, exit code ${ended.code ?? 'none'}; ${left} kills to go`,
  )
}
const { violations, ...figures } = figuresOf(rounds, digestsOf(undisturbed.document))
console.table({
  ...figures,
  twice: figures.requests - figures.calls,
  violations: violations.length,
  seconds: Math.round((Date.now() - begun) / 1000),
})
for (const violation of violations) console.log(violation)
process.exitCode = violations.length === 0 ? 0 : 1
