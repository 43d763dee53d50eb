// Installs the workspace once per lock file, so that `npm run quickstart` and `npm test` work on a bare clone.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const PNPM = 'pnpm@10.34.9'
const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = `${root}/node_modules/.chorale-setup`
const wanted = createHash('sha256')
  .update(readFileSync(`${root}/pnpm-lock.yaml`))
  .update(process.version)
  .digest('hex')

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Chorale needs Node 20.19 or newer; this is ${process.version}. Install a newer Node and run the command again.`,
  )
  process.exit(1)
}
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.error('Installing dependencies (once) ...')
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'
  const args = ['--yes', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only']
  const done = spawnSync(npx, args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (done.status !== 0) {
    console.error(
      `The install failed (exit code ${done.status ?? done.signal}). Check the network and run the command again.`,
    )
    process.exit(done.status ?? 1)
  }
  writeFileSync(stamp, wanted)
}
