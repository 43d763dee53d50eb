import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { exit } from '../../valley/exit.js'
import { readArgs, type Args } from './args.js'
import { victims } from './victims.js'
import { campaign } from './campaign.js'
import { endAll } from './sitting.js'

/** Kills loops with SIGKILL between all entries of their journals and at random moments, and prints what came of it. */
const main = async ({ seed, kills }: Args): Promise<number> => {
  const root = mkdtempSync(join(tmpdir(), 'chorale-kill-loops-'))
  const tidy = (): void => {
    endAll()
    rmSync(root, { recursive: true, force: true, maxRetries: 5 })
  }
  const interrupted = (): never => {
    tidy()
    return process.exit(exit.stopped)
  }
  process.on('SIGINT', interrupted)
  process.on('SIGTERM', interrupted)
  try {
    console.log(
      `Killing ${victims.length} loops at every entry and ${kills} times at random moments. The same again: npm run kill:loops -- --seed ${seed} --kills ${kills}`,
    )
    const { table, violations } = await campaign(root, { seed, kills, victims, say: (line) => console.log(line) })
    console.table(table)
    for (const violation of violations.slice(0, 40)) console.log(violation)
    return violations.length === 0 ? exit.complete : exit.failed
  } finally {
    tidy()
  }
}

const args = readArgs(process.argv.slice(2), Date.now() % 2 ** 31)
if (E.isLeft(args)) console.error(args.left)
process.exitCode = E.isLeft(args) ? exit.badUsage : await main(args.right)
