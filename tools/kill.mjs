// Kills quickstarts at random moments: npm run kill -- [--kills N] [--seed N]. What is done is in examples/valley/kill.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const args = [
  '--import',
  'tsx',
  '--conditions=@chorale/source',
  'examples/valley/kill/main.ts',
  ...process.argv.slice(2),
]
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1
