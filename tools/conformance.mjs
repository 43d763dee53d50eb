// Runs the conformance cases on a store: `npm run conformance -- memory|local|neo4j|qdrant`. With `--capabilities`, compares docs/capabilities.md
// with what the stores say of themselves; with `--write`, writes it.
import { spawnSync } from 'node:child_process'
import { root } from './packages.mjs'

const main = ['--import', 'tsx', '--conditions=@chorale/source', 'tools/conformance/main.mjs']
const done = spawnSync(process.execPath, [...main, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
process.exit(done.status ?? 1)
