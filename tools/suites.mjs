// Runs the whole suite twice more: under the identity policy, and with every answer taken from its own recording (see vitest.workspace.ts).
// `npm run suites [-- FILTER ...]` takes Vitest's filters.
import { spawnSync } from 'node:child_process'
import { root } from './packages.mjs'

const vitest = ['--no-install', 'vitest', 'run', '--config', 'vitest.workspace.ts', ...process.argv.slice(2)]
for (const suite of ['identity', 'tape']) {
  console.log(`\nThe suite once more: ${suite}`)
  const env = { ...process.env, CHORALE_SUITE: suite }
  const done = spawnSync('npx', vitest, { cwd: root, env, stdio: 'inherit', shell: process.platform === 'win32' })
  if (done.status !== 0) process.exit(done.status ?? 1)
}
