import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { chances } from '../../valley/kill/moments.js'
import { readArgs } from './args.js'
import { campaign } from './campaign.js'
import { victims } from './victims.js'
import type { Place } from './one-by-one.js'

// Each worker takes a part of a second, on a busy machine some.
vi.setConfig({ testTimeout: 120_000 })

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chorale-kill-loops-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const seed = Date.now() % 2 ** 31

describe('a loop whose worker is killed', () => {
  it('comes to the same outputs, events and contents, at places and moments of chance', async () => {
    const chance = chances(seed)
    const some = (all: readonly Place[]): readonly Place[] =>
      Array.from({ length: 6 }, () => all[Math.floor(chance() * all.length)]).flatMap((place) => place ?? [])
    const one = victims.filter(({ name }) => name === 'asked once more')
    const outcome = await campaign(folder, { seed, kills: 3, victims: one, places: some, say: () => undefined })
    expect({ seed, violations: outcome.violations }).toEqual({ seed, violations: [] })
    expect(outcome.table['all']).toMatchObject({ 'kills at entries': 6, 'kills at random': 3, violations: 0 })
    expect(outcome.table['all']?.entries).toBeGreaterThan(50)
  })
})

describe('the command', () => {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const command = (...args: readonly string[]) => {
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), '--conditions=@chorale/source', main, ...args],
      { env: { ...process.env, TMPDIR: folder }, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    const said = { out: '', err: '' }
    child.stdout.on('data', (data: Buffer) => (said.out += data.toString()))
    child.stderr.on('data', (data: Buffer) => (said.err += data.toString()))
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    return { child, said, ended }
  }

  it('refuses wrong flags with 64', async () => {
    const { said, ended } = command('--kils', '3')
    expect(await ended).toBe(64)
    expect(said).toEqual({ out: '', err: expect.stringMatching(/^Wanted: npm run kill:loops/u) as string })
  })

  it.each([['--kills', '-1'], ['--kills', 'x'], ['--kills', '1.5'], ['--seed', 'x'], ['--seed'], ['3']])(
    'wants whole numbers: %s %s',
    (...argv) => {
      expect(E.isLeft(readArgs(argv, 1))).toBe(true)
    },
  )

  it('kills a hundred times unless told, from a seed of its own', () => {
    expect(readArgs([], 7)).toEqual(E.right({ seed: 7, kills: 100 }))
    expect(readArgs(['--kills', '0', '--seed', '3'], 7)).toEqual(E.right({ seed: 3, kills: 0 }))
  })

  it('ends on Ctrl-C and leaves nothing behind', async () => {
    const { child, said, ended } = command('--seed', '1')
    await vi.waitFor(() => expect(readdirSync(folder, { recursive: true }).join(' ')).toContain('worker-1.told'), {
      ...{ timeout: 60_000, interval: 20 },
    })
    child.kill('SIGINT')
    expect([await ended, said.err]).toEqual([130, ''])
    expect(readdirSync(folder).filter((name) => name.startsWith('chorale-'))).toEqual([])
  })
})
