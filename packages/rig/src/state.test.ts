import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { stateOf } from './state.js'
import { until } from './until.js'

it('tells a process that runs, stands still, runs again, and is gone', async () => {
  const child = spawn('sleep', ['600'])
  const pid = child.pid ?? 0
  expect(stateOf(pid)).toBe('running')
  child.kill('SIGSTOP')
  expect(await until(() => stateOf(pid) === 'frozen', 5_000)).toBe(true)
  child.kill('SIGCONT')
  expect(await until(() => stateOf(pid) === 'running', 5_000)).toBe(true)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(stateOf(pid)).toBe('gone')
})
