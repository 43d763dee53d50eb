import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { connect } from '../src/driver.js'
import { firstVersion } from './first-version.js'
import { databaseOf, freshDirectory, opened } from './fresh.js'
import { breakIn, chained, right, said } from './said.js'

/** A process of its own that runs one of the scripts beside, with its lines. */
const child = (script: string, ...args: readonly string[]) => {
  const path = fileURLToPath(new URL(`child/${script}.ts`, import.meta.url))
  const started = spawn(process.execPath, ['--import', 'tsx', '--conditions=@chorale/source', path, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return { process: started, lines: createInterface({ input: started.stdout })[Symbol.asyncIterator]() }
}

const line = async (lines: AsyncIterator<string>): Promise<string> => {
  const { value, done } = await lines.next()
  if (done === true) throw new Error('the process ended early')
  return value
}

const gone = async (started: ChildProcess): Promise<void> => {
  if (started.exitCode === null && started.signalCode === null) await once(started, 'exit')
}

/** Acknowledgements to wait for before each kill: early, late, and in between. */
const moments = [1, 23, 90, 41]

describe('a process that is killed', () => {
  it('leaves behind everything that was acknowledged, chained, at whatever moment it dies', async () => {
    const directory = freshDirectory()
    let acknowledged = 0
    for (const moment of moments) {
      const { process: worker, lines } = child('appender', directory)
      for (let i = 0; i < moment; i += 1) acknowledged = Number(await line(lines))
      worker.kill('SIGKILL')
      await gone(worker)
      // Said before it died, and read only now.
      for (let rest = await lines.next(); rest.done !== true; rest = await lines.next())
        acknowledged = Number(rest.value)
      const store = opened(directory)
      const { entries } = right(await said(store).read())
      expect(breakIn(entries)).toBeUndefined()
      expect(entries.length).toBeGreaterThanOrEqual(acknowledged)
      expect(entries).toEqual(chained(entries.length))
      expect(right(await said(store).load()).record.next).toBe(entries.length)
      await store.close()
    }
    expect(acknowledged).toBeGreaterThan(300)
  })
})

describe('two processes that append at the same places', () => {
  it('win each place once between them, and the other one is told by a Conflict', async () => {
    const count = 400
    const directory = freshDirectory()
    const store = said(opened(directory))
    right(await store.create())
    const racers = ['a', 'b'].map((name) => ({ name, ...child('racer', directory, name, String(count)) }))
    for (const { lines } of racers) expect(await line(lines)).toBe('ready')
    for (const { process: racer } of racers) racer.stdin.write('go\n')
    const ended = []
    for (const { name, lines } of racers) {
      const said = JSON.parse(await line(lines)) as {
        readonly won: readonly number[]
        readonly lost: readonly string[]
      }
      ended.push({ name, ...said })
    }
    const everywhere = Array.from({ length: count }, (_, i) => i)
    expect(ended.flatMap(({ won }) => won).sort((a, b) => a - b)).toEqual(everywhere)
    expect(new Set(ended.flatMap(({ lost }) => lost))).toEqual(new Set(['Conflict r']))
    const { entries } = right(await store.read())
    for (const { name, won } of ended)
      for (const sequence of won) expect(entries[sequence]?.payload).toContain(`${name} `)
  })

  it('do not keep anybody from reading meanwhile: every page is a whole chain, and none is shorter than before', async () => {
    const directory = freshDirectory()
    const { process: worker, lines } = child('appender', directory)
    await line(lines)
    const store = said(opened(directory))
    let seen = 0
    for (let i = 0; i < 30; i += 1) {
      const { entries } = right(await store.read())
      const { record } = right(await store.load())
      expect(breakIn(entries)).toBeUndefined()
      expect(entries.length).toBeGreaterThanOrEqual(seen)
      expect(record.next).toBeGreaterThanOrEqual(entries.length)
      seen = entries.length
      await line(lines)
    }
    worker.kill('SIGKILL')
    await gone(worker)
    expect(seen).toBeGreaterThan(30)
  })
})

describe('processes that make a store at once', () => {
  it('make one, and leave nothing of the others behind', async () => {
    const directory = join(freshDirectory(), 'new')
    const makers = ['a', 'b', 'c', 'd'].map((name) => child('maker', directory, name))
    for (const { lines } of makers) expect(await line(lines)).toBe('ready')
    for (const { process: maker } of makers) maker.stdin.write('go\n')
    for (const { lines } of makers) expect(await line(lines)).toBe('created')
    for (const { process: maker } of makers) await gone(maker)
    const { runs } = right(await said(opened(directory)).list())
    expect(runs.map(({ run }) => run)).toEqual(['a', 'b', 'c', 'd'])
    const left = readdirSync(directory).filter((file) => !/^(?:ballast|chorale\.db(?:-wal|-shm)?)$/u.test(file))
    expect(left).toEqual([])
  })
})

describe('processes that open a store of version 1 at once', () => {
  it('bring it forward once between them', async () => {
    const directory = firstVersion()
    const makers = ['a', 'b', 'c', 'd'].map((name) => child('maker', directory, name))
    for (const { lines } of makers) expect(await line(lines)).toBe('ready')
    for (const { process: maker } of makers) maker.stdin.write('go\n')
    for (const { lines } of makers) expect(await line(lines)).toBe('created')
    for (const { process: maker } of makers) await gone(maker)
    const store = said(opened(directory))
    expect(right(await store.list()).runs.map(({ run }) => run)).toEqual(['a', 'b', 'c', 'd'])
    expect(right(await store.query()).count).toBe(2)
  })
})

describe('a process that is killed while it writes graph and vectors', () => {
  it('leaves behind every write that was acknowledged, and no half of one', async () => {
    const directory = freshDirectory()
    let acknowledged = 0
    for (const moment of [2, 30, 75]) {
      const { process: worker, lines } = child('writer', directory)
      for (let i = 0; i < moment; i += 1) acknowledged = Number(await line(lines))
      worker.kill('SIGKILL')
      await gone(worker)
      for (let rest = await lines.next(); rest.done !== true; rest = await lines.next())
        acknowledged = Number(rest.value)
      const store = opened(directory)
      const { query, links, count, search } = said(store)
      const nodes = right(await query()).count
      const points = right(await count()).count
      // Each write is three nodes in a row, and then three points.
      expect([nodes % 3, points % 3]).toEqual([0, 0])
      expect(nodes).toBeGreaterThanOrEqual(acknowledged)
      expect(points).toBeGreaterThanOrEqual(acknowledged)
      expect(right(await links()).count).toBe(nodes - 1)
      expect(right(await search([1, 0, 0], { limit: 10_000 })).hits).toHaveLength(points)
      await store.close()
    }
    expect(acknowledged).toBeGreaterThan(150)
  })
})

describe('two processes that write what only one may have', () => {
  it('win each value once between them, and the other one is told by a Conflict', async () => {
    const directory = freshDirectory()
    const store = said(opened(directory))
    right(await store.migrate([{ version: 1, about: 'x', unique: [{ label: 'Cell', properties: ['text'] }] }]))
    const racers = ['a', 'b'].map((name) => child('claimer', directory, name, '200'))
    for (const { lines } of racers) expect(await line(lines)).toBe('ready')
    for (const { process: racer } of racers) racer.stdin.write('go\n')
    const won: number[] = []
    const lost: string[] = []
    for (const { lines } of racers) {
      const told = JSON.parse(await line(lines)) as {
        readonly won: readonly number[]
        readonly lost: readonly string[]
      }
      won.push(...told.won)
      lost.push(...told.lost)
    }
    expect(won.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i))
    expect(new Set(lost)).toEqual(new Set(['Conflict']))
    expect(right(await store.query()).count).toBe(200)
  })
})

describe('a lock that another holds', () => {
  it('for too long is told as Unavailable, which a retry may help; reading goes on, and so does writing once it is gone', async () => {
    const directory = freshDirectory()
    const store = said(opened(directory, { busyMs: 20 }))
    right(await store.create())
    const other = connect(databaseOf(directory))
    other.exec('BEGIN IMMEDIATE')
    const asked = await store.append(0, chained(3))
    expect(asked).toMatchObject({
      left: { _tag: 'Unavailable', retryable: true, applied: 'no', ids: { run: 'r' }, retryAfterMs: 1000 },
    })
    expect(right(await store.load()).record.next).toBe(0)
    other.exec('ROLLBACK')
    other.close()
    expect(right(await store.append(0, chained(3)))).toEqual({ next: 3 })
  })
})

describe('two stores on one directory in one process', () => {
  it('see what the other wrote, and fence each other', async () => {
    const directory = freshDirectory()
    const [a, b] = [said(opened(directory)), said(opened(directory))]
    right(await a.create())
    const entries = chained(6)
    expect(right(await a.append(0, entries.slice(0, 2)))).toEqual({ next: 2 })
    expect(E.isLeft(await b.append(0, entries.slice(0, 1)))).toBe(true)
    expect(right(await b.append(2, entries.slice(2, 5)))).toEqual({ next: 5 })
    expect(right(await a.append(5, entries.slice(5)))).toEqual({ next: 6 })
    expect(right(await a.read()).entries).toEqual(entries)
  })

  it('do not refer to what the other has deleted', async () => {
    const directory = freshDirectory()
    const [a, b] = [said(opened(directory)), said(opened(directory))]
    const [started, sent, settled] = chained(3)
    if (started === undefined || sent === undefined || settled === undefined) throw new Error('three were made')
    right(await a.create())
    right(await a.append(0, [{ ...sent, sequence: 0 }]))
    right(await b.drop())
    right(await b.create())
    right(await b.append(0, [started]))
    // `a` remembers an effect that was sent at 0, in a run of the same name that is gone.
    const outcome = { ...settled, sequence: 1 }
    right(await a.append(1, [outcome]))
    expect(right(await b.read()).entries).toEqual([started, outcome])
  })
})
