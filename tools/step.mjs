// Runs one step of a check: quiet when it passes, its whole output when it fails.
import { spawnSync } from 'node:child_process'
import { root } from './packages.mjs'

/** Runs a command from the workspace's own tools; on failure prints what it said and ends with its code. */
export const step = (name, command, args, { cwd = root, env = {}, show = false } = {}) => {
  const started = performance.now()
  const done = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: show ? 'inherit' : 'pipe',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, PATH: `${root}node_modules/.bin:${process.env.PATH}`, ...env },
    shell: process.platform === 'win32',
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (done.status !== 0) {
    process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}\n`)
    console.error(`FAILED  ${name} (${seconds} s): ${done.error?.message ?? `exit code ${done.status ?? done.signal}`}`)
    process.exit(1)
  }
  console.log(`ok      ${name} (${seconds} s)`)
  return done.stdout ?? ''
}
