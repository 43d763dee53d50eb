import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { describeOwn, until, type Service } from '../src/index.js'
import { stateOf } from '../src/state.js'

const temporary = mkdtempSync(join(tmpdir(), 'chorale-orphans-'))

afterAll(() => rmSync(temporary, { recursive: true }))

const script = fileURLToPath(new URL('child/holder.ts', import.meta.url))

/** A process that has a server, which it has already killed and started again once. */
const holder = async (service: Service) => {
  const args = ['--import', 'tsx', '--conditions=@chorale/source', script, service]
  const env = { ...process.env, TMPDIR: temporary }
  const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env })
  for await (const line of createInterface({ input: process_.stdout })) {
    // A cast at the seam: the script beside writes it.
    return { process: process_, ...(JSON.parse(line) as { readonly pid: number }) }
  }
  throw new Error('the holder of a server ended early')
}

const signals: { readonly [S in Service]: readonly NodeJS.Signals[] } = {
  qdrant: ['SIGINT', 'SIGTERM', 'SIGKILL'],
  neo4j: ['SIGKILL'],
}

/** What a server has left in the temporary directory. */
const litter = () => readdirSync(temporary).filter((name) => name.startsWith('chorale-'))

for (const service of ['qdrant', 'neo4j'] as const)
  describeOwn(service, `a process that has a ${service} and ends`, () => {
    it.each(signals[service])(
      'by %s takes it with it, and its data',
      async (signal) => {
        const { process: owner, pid } = await holder(service)
        expect(stateOf(pid)).toBe('running')
        expect(litter()).toHaveLength(1)
        owner.kill(signal)
        await once(owner, 'exit')
        expect(await until(() => stateOf(pid) === 'gone', 20_000)).toBe(true)
        expect(await until(() => litter().length === 0, 20_000)).toBe(true)
      },
      120_000,
    )
  })
