// Runs the simulator on its programs: `npm run sim -- --seeds 2000 [--from 1] [--program NAME] [--seed 7 [--schedule '{...}']]`.
import { spawnSync } from 'node:child_process'
import { root } from './packages.mjs'

const main = ['--import', 'tsx', '--conditions=@chorale/source', 'packages/core/test/sim/main.ts']
const done = spawnSync(process.execPath, [...main, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
process.exit(done.status ?? 1)
