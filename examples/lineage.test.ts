import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { local } from '@chorale/adapter-local'
import { memory } from '@chorale/adapter-memory'
import { valley } from '@chorale/core/cf14'
import { ask, queries, type Query } from '@chorale/core/cf14/store'
import { combine } from '@chorale/core/effect'
import { start } from '@chorale/core/run'
import { echoResolver } from '@chorale/core/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { finish, type Said } from './valley/testing/command.js'

// Each process takes seconds: the lexicon is loaded and a valley walked.
vi.setConfig({ testTimeout: 120_000 })

const main = fileURLToPath(new URL('lineage.ts', import.meta.url))
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chorale-lineage-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lineage = (...args: readonly string[]): Promise<Said> => lineageAt({}, ...args)

const lineageAt = (env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Said> =>
  finish(
    spawn(process.execPath, ['--import', import.meta.resolve('tsx'), '--conditions=@chorale/source', main, ...args], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )

/** The rows of both tables: steps and cell. */
const rowsOf = ({ out }: Said): readonly string[] =>
  out.split('\n').flatMap((line) => {
    const [, steps, cell] = /^│ (\d+) +│ ([A-Z]\[[\d,]+\])/u.exec(line) ?? []
    return cell === undefined ? [] : [`${steps ?? ''} ${cell}`]
  })

describe('the lineage of a cell', () => {
  it('in memory walks a valley and shows where F[0,0] comes from and what would change', async () => {
    const said = await lineage('--cell', 'F[0,0]')
    expect([said.code, said.err]).toEqual([0, 'No run to ask in memory: walking lineage with the lexicon.\n'])
    expect(said.out).toContain('F[0,0], Data / Necessity (vs Contingency), at Solution Objectives: ')
    expect(said.out).toContain('It comes from 10 cells within 2 steps:')
    expect(rowsOf(said).slice(0, 4)).toEqual(['1 C[0,0]', '1 J[0,0]', '2 A[0,0]', '2 A[0,1]'])
    expect(rowsOf(said).slice(10)).toEqual(['1 D[0,0]', '2 K[0,0]'])
    expect(said.out).toContain('If it changed, 2 cells within 2 steps would be made anew:')
  })

  it('of what was given and feeds nothing is short', async () => {
    const said = await lineage('--cell', 'R[0]')
    expect(said.out).toContain('It was given.\n\nNothing is made from it.\n')
  })

  it('in a directory is kept: the second question walks nothing', async () => {
    const first = await lineage('--graph', 'local:kept', '--run', 'one', '--cell', 'K[3,1]', '--depth', '1')
    expect([first.code, rowsOf(first)]).toEqual([0, ['1 D[1,3]', '1 X[3,0]', '1 X[3,1]', '1 X[3,2]', '1 X[3,3]']])
    const again = await lineage('--graph', 'local:kept', '--cell', 'K[3,1]', '--depth', '1')
    expect([again.code, again.err, again.out]).toEqual([0, '', first.out])
  })
})

describe('a Neo4j that nobody runs', () => {
  it('is told in a sentence', async () => {
    const said = await lineageAt({ NEO4J_URI: 'bolt://127.0.0.1:1' }, '--graph', 'neo4j')
    expect([said.code, said.out]).toEqual([1, ''])
    expect(said.err).toMatch(/^Neo4j cannot .+\n$/u)
  })
})

describe('a directory', () => {
  it('answers every question about a valley like memory, also where it was written twice', async () => {
    const stores = [local({ directory: join(folder, 'kept') }), memory()] as const
    const clock = { now: () => 1_700_000_000_000, wait: () => Promise.resolve() }
    for (const store of stores)
      for (let times = 0; times < 2; times += 1) {
        const interpreter = combine(echoResolver(), store)
        const { status } = await start(valley, { threadId: 't' }, { interpreter, clock, run: 'r' }).result()
        expect(status).toBe('done')
      }
    const asked: readonly Query<unknown>[] = [
      ...['C:0:0', 'F:0:0', 'K:3:1', 'E:2:2', 'A:0:0'].flatMap((cell) =>
        [1, 2, 20].flatMap((depth) => [queries.lineage(`t:${cell}`, depth), queries.impact(`t:${cell}`, depth)]),
      ),
      ...[queries.operationsOfRun('t'), queries.operationsOfRun('t', { type: 'interpretation', offset: 7, limit: 9 })],
      ...['C:0:0', 'Z:3:3', 'R:0:8'].flatMap((cell) => [queries.history(`t:${cell}`), queries.component(`t:${cell}`)]),
      ...['A', 'C', 'E', 'H'].map((name) => queries.grid('t', name)),
      ...[queries.byState('t', 'initial'), queries.byState('t', 'resolved')],
      ...[queries.term('t', 'Values'), queries.term('t', 'multiply:C[1,2]'), queries.cost('t'), queries.failures('t')],
    ]
    for (const query of asked) expect(await ask(stores[0], query)).toEqual(await ask(stores[1], query))
    const { count } = await ask(stores[0], queries.operationsOfRun('t', { limit: 0 }))
    expect(count).toBe(284)
    await stores[0].close()
  })
})

describe('wrong usage', () => {
  it.each<readonly [readonly string[], string]>([
    [['--graph', 'redis'], '--graph redis is not known: wanted memory, local, local:DIR or neo4j.'],
    [['--graph', 'local:'], '--graph local: is not known'],
    [['--run', 'a/b'], '"a/b" is no id of a run'],
    [['--cell', 'C0,0'], '"C0,0" is no cell'],
    [['--depth', '0'], '--depth 0 is no depth: wanted a whole number from 1 to 20.'],
    [['--depth', '21'], '--depth 21 is no depth'],
    [['--water'], "Unknown option '--water'"],
    [['C[0,0]'], 'Unexpected argument'],
  ])('%j is said in a sentence, with exit code 64', async (args, sentence) => {
    const said = await lineage(...args)
    expect([said.code, said.out]).toEqual([64, ''])
    expect(said.err).toContain(sentence)
    expect(existsSync(join(folder, '.chorale'))).toBe(false)
  })

  it('an address that is none is told with the same code', async () => {
    const said = await lineageAt({ NEO4J_URI: 'not-an-address' }, '--graph', 'neo4j')
    expect([said.code, said.out]).toEqual([64, ''])
    expect(said.err).toContain('Neo4j cannot read threads: ')
  })

  it('a cell that is not there is told with the same code', async () => {
    const said = await lineage('--cell', 'C[9,9]')
    expect([said.code, said.out]).toEqual([64, ''])
    expect(said.err).toContain('C[9,9] is no cell of this run')
  })

  it('help is shown for the asking', async () => {
    expect((await lineage('--help')).out).toContain('--depth N       steps in each direction, 1 to 20 (default: 2)')
  })
})
